import type { StatementSync } from 'node:sqlite'
import type { LoggedLine, Origin } from './activity-log.ts'
import { type Attributes, type LogFacts, lineOf, NO_FACTS, type OrderWord, plain } from './log-facts.ts'
import type { OrderFacts } from './log-sink.ts'
import type { OcelObjects } from './ocel-objects.ts'
import type { OcelStore } from './ocel-store.ts'

/** What attributes of a product's own objects are called beyond the usual. */
const PRODUCT = /^(?:sku|product|article|material|item).*(?:nr|no|number|id|code)$/
const QUANTITY = /^(?:quantity|qty|menge)/

/** Reads what a log says of its orders: in attributes of theirs, and in objects that are linked to them. */
export class OcelFacts {
  private readonly store: OcelStore
  private readonly objects: OcelObjects
  private readonly facts: LogFacts
  private readonly linked: StatementSync
  private readonly together: StatementSync

  constructor(store: OcelStore, objects: OcelObjects, facts: LogFacts) {
    this.store = store
    this.objects = objects
    this.facts = facts
    this.linked = store.db.prepare(`select object.ocel_id as id from (
        select ocel_target_id as other from object_object where ocel_source_id = ?2
        union select ocel_source_id from object_object where ocel_target_id = ?2)
      join object on object.ocel_id = other where +object.ocel_type = ?1 order by object.rowid`)
    this.together = store.db.prepare(`select object.ocel_id as id from event_object as own
      join event_object as linked on linked.ocel_event_id = own.ocel_event_id
      join object on object.ocel_id = linked.ocel_object_id
      where own.ocel_object_id = ?2 and +object.ocel_type = ?1 order by object.rowid limit 1`)
  }

  /** The first has all that is known of the order and its first line, each further one a line more. */
  of(id: string, type: string, origin: Origin): OrderFacts[] {
    const facts = this.facts.read(this.objects.latest(id, type), origin, (word) => this.partner(id, word))
    const [line = null, ...more] = facts.line ? [facts.line] : this.linesOf(id, origin)
    return [{ ...facts, line }, ...more.map((one) => ({ ...NO_FACTS, line: one }))]
  }

  /** An object that is linked to the order, else one that an event of the order links as well. */
  private partner(id: string, word: OrderWord): string | null {
    const type = this.typeOf(word)
    if (type === null) return null
    const found = this.linked.get(type, id) ?? this.together.get(type, id)
    return found ? String(found.id) : null
  }

  private typeOf(word: OrderWord): string | null {
    return this.store.objectTypes.keys().find((type) => this.facts.isCalled(type, word)) ?? null
  }

  /** One of each product that is linked to the order. */
  private linesOf(id: string, origin: Origin): LoggedLine[] {
    const type = this.typeOf('product')
    if (type === null) return []
    return this.linked.all(type, id).map(({ id: product }) => {
      const own = this.objects.latest(String(product), type)
      const sku = this.facts.text(own, 'product') ?? likely(own, PRODUCT) ?? String(product)
      return lineOf(sku, this.facts.text(own, 'quantity') ?? likely(own, QUANTITY), origin)
    })
  }
}

function likely(attributes: Attributes, pattern: RegExp): string | null {
  const name = attributes.keys().find((one) => pattern.test(plain(one)))
  return name === undefined ? null : attributes.get(name)!
}
