import { formatInstant } from '../../domain/time.ts'
import type { ObjectType } from './object-id.ts'
import type { AttributeType, OcelLink, OcelObject, OcelType } from './ocel-log.ts'
import { printable, UNPRINTABLE } from './xml-text.ts'

/** The attribute that carries a whole object or event as JSON, for Baton; the others are for every other reader of OCEL. */
export const WHOLE = 'baton'

/** A thing with object ids in place of numbers: what is written whole, and all that its presentation is made of. */
export type Keyed = Readonly<Record<string, unknown>>

type Plan = {
  readonly attributes: Readonly<Record<string, AttributeType>>
  /** Properties that name an object, or a list of them, and what the link says. */
  readonly links: Readonly<Record<string, string>>
}

const PLANS: Readonly<Record<ObjectType, Plan>> = {
  'baton-export': { attributes: { exportedAt: 'time', from: 'string', to: 'string' }, links: {} },
  department: {
    attributes: { key: 'string', name: 'string', timeZone: 'string', isExternal: 'boolean' },
    links: { leadId: 'lead' },
  },
  person: { attributes: { key: 'string', name: 'string', title: 'string' }, links: { departmentId: 'department' } },
  integration: { attributes: { name: 'string' }, links: {} },
  customer: { attributes: { key: 'string', name: 'string' }, links: { accountManagerId: 'account manager' } },
  product: { attributes: { sku: 'string', name: 'string', category: 'string' }, links: {} },
  workflow: {
    attributes: { key: 'string', version: 'integer', name: 'string', publishedAt: 'time' },
    links: { publishedBy: 'published by' },
  },
  requirement: {
    attributes: {
      ...{ key: 'string', version: 'integer', kind: 'string', title: 'string', duration: 'string' },
      ...{ effectiveFrom: 'time', effectiveTo: 'time' },
    },
    links: { departmentId: 'department', owedById: 'owed by' },
  },
  order: {
    attributes: {
      ...{ number: 'string', state: 'string', channel: 'string', placedAt: 'time' },
      ...{ requestedDate: 'string', promisedDate: 'string', deliveredAt: 'time', closedAt: 'time' },
    },
    links: { customerId: 'customer', repId: 'rep', workflowId: 'workflow', products: 'product' },
  },
  'order-requirement': {
    attributes: { satisfiedAt: 'time', waivedAt: 'time', answer: 'string', evidenceUrl: 'string' },
    links: { orderId: 'order', requirementId: 'requirement' },
  },
}

export const OBJECT_DECLARATIONS: readonly OcelType[] = Object.entries(PLANS).map(([name, { attributes }]) => ({
  name,
  attributes: { ...attributes, [WHOLE]: 'string' },
}))

/** An object as it stands in the export. The same keyed thing always gives the same object, so that one that was changed shows. */
export function presentObject(type: ObjectType, id: string, keyed: Keyed): OcelObject {
  const { attributes, links } = PLANS[type]
  return { id, type, attributes: attributesOf(attributes, keyed), links: linksOf(links, keyed) }
}

export function attributesOf(types: Plan['attributes'], keyed: Keyed): Record<string, string> {
  const told = Object.entries(types).flatMap(([name, type]) => {
    const value = keyed[name]
    if (value === null || value === undefined) return []
    return [[name, type === 'time' ? formatInstant(value as number) : printable(String(value))] as const]
  })
  return Object.fromEntries([...told, [WHOLE, whole(keyed)]])
}

/** As JSON whose every character can stand in XML. */
export function whole(keyed: Keyed): string {
  return JSON.stringify(keyed).replace(UNPRINTABLE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** No two of them the same. */
export function linksOf(links: Plan['links'], keyed: Keyed): OcelLink[] {
  return Object.entries(links).flatMap(([name, qualifier]) => {
    const named = [keyed[name] ?? []].flat() as string[]
    return [...new Set(named)].map((objectId) => ({ objectId, qualifier }))
  })
}
