import { basename } from 'node:path'
import { badInput } from '../domain/refusal.ts'
import type { Origin } from './activity-log.ts'
import type { OcelPour, PouredAttribute } from './ocel-pour.ts'
import type { OcelKind } from './ocel-relations.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'
import { readXml, type XmlListener, type XmlTag } from './xml-stream.ts'

const SECTIONS = ['object-types', 'event-types', 'objects', 'events'] as const
/** Where an element stands, from the root on. */
const THINGS: Readonly<Record<string, OcelKind>> = { 'log/objects/object': 'object', 'log/events/event': 'event' }
const TYPES: Readonly<Record<string, OcelKind>> = {
  'log/object-types/object-type': 'object',
  'log/event-types/event-type': 'event',
}

/** Pours an OCEL 2.0 XML document, element by element. A row is the place of an element among those of its section. */
export async function pourXml(path: string, pour: OcelPour, refused: RefusedRows): Promise<void> {
  const listener = new OcelListener(basename(path), pour, refused)
  await readXml(path, listener, (share) => pour.pass(share))
  listener.end()
}

/** The type, object or event that is being read. */
type Reading = {
  readonly kind: OcelKind
  readonly isType: boolean
  readonly path: string
  readonly origin: Origin
  readonly own: XmlTag['attributes']
  readonly attributes: PouredAttribute[]
  readonly links: { id: string; qualifier: string }[]
}

class OcelListener implements XmlListener {
  private readonly file: string
  private readonly pour: OcelPour
  private readonly refused: RefusedRows
  private readonly path: string[] = []
  private readonly rows = new Map<string, number>()
  private reading: Reading | null = null
  private attribute: { name: string; time: string | null } | null = null
  private value = ''

  constructor(file: string, pour: OcelPour, refused: RefusedRows) {
    this.file = file
    this.pour = pour
    this.refused = refused
  }

  open(tag: XmlTag): void {
    this.path.push(tag.name)
    const path = this.path.join('/')
    if (this.path.length <= 2) this.openSection(tag.name)
    const kind = THINGS[path] ?? TYPES[path]
    if (kind) this.begin(kind, path, tag)
    else if (this.reading) this.openWithin(tag)
  }

  text(text: string): void {
    if (this.attribute) this.value += text
  }

  close(name: string): void {
    const { reading } = this
    if (reading && this.path.join('/') === reading.path) this.finish(reading)
    else if (reading && name === 'attribute' && this.attribute) {
      reading.attributes.push({ ...this.attribute, value: this.value })
      this.attribute = null
    }
    this.path.pop()
  }

  /** Refuses a document without one of its four sections. */
  end(): void {
    const missing = SECTIONS.find((section) => !this.rows.has(section))
    if (missing) throw badInput(this.file, `has no ${missing}: is it OCEL 2.0?`, [...this.rows.keys()], SECTIONS)
  }

  private openSection(name: string): void {
    if (this.path.length === 2) this.rows.set(name, this.rows.get(name) ?? 0)
    else if (name !== 'log') throw badInput(this.file, `is no OCEL 2.0: it begins with ${name}`, name, 'log')
    if (name === 'trace') throw badInput(this.file, 'is XES: give it the ending .xes')
  }

  private begin(kind: OcelKind, path: string, { attributes }: XmlTag): void {
    const section = this.path[1]!
    const row = this.rows.get(section)! + 1
    this.rows.set(section, row)
    const origin = { file: `${this.file}, ${section}`, row }
    this.reading = { kind, isType: path in TYPES, path, origin, own: attributes, attributes: [], links: [] }
  }

  private openWithin({ name, attributes }: XmlTag): void {
    const within = this.path.at(-2)
    if (name === 'attribute' && within === 'attributes') {
      this.attribute = { name: attributes.name ?? '', time: attributes.time ?? null }
      this.value = ''
    } else if (within === 'objects' && (name === 'relationship' || name === 'object'))
      this.reading!.links.push({ id: attributes['object-id'] ?? '', qualifier: attributes.qualifier ?? '' })
  }

  private finish(reading: Reading): void {
    this.reading = null
    this.refused.try(reading.origin.row, () => this.take(reading))
  }

  private take({ kind, isType, own, origin, attributes, links }: Reading): void {
    const named = (name: string): string => {
      if (own[name]) return own[name]
      throw refuseRow(origin, name, own.id ? `is missing (${own.id})` : 'is missing')
    }
    const names = attributes.map((one) => one.name)
    if (names.includes('')) throw refuseRow(origin, 'attribute', 'has no name')
    if (isType) return this.pour.declare(kind, named('name'), names, origin)
    const poured = { id: named('id'), type: named('type'), origin, attributes, links }
    if (kind === 'object') this.pour.addObject(poured)
    else this.pour.addEvent({ ...poured, time: named('time') })
  }
}
