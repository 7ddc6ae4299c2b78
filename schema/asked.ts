import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type {
  AskedParts,
  EventProperty,
  EventsAsked,
  OrderParts,
  OrderProperty,
  StepProperty,
} from '../server/domain/order-parts.ts'
import { plainWindow } from '../server/services/paging.ts'

type Composite = GraphQLObjectType | GraphQLInterfaceType

/** What belongs to an order beside its own row. */
const BELONGINGS = ['current', 'steps', 'customer', 'events'] as const
type Belonging = (typeof BELONGINGS)[number]
type Need = Belonging | OrderProperty | StepProperty | EventProperty

/**
 * Options of a field of an order, a step or an event, or of what leads to one, that says what it needs of that. A field that says nothing
 * may need anything: where one is asked of an order or a step, the order is read whole; of an event, all of it.
 */
export function needs(...parts: readonly Need[]): { readonly extensions: { readonly needs: readonly Need[] } } {
  return { extensions: { needs: parts } }
}

/** What was found below a field, whatever the variables are. */
type Found = {
  isWhole: boolean
  readonly order: Set<string>
  readonly step: Set<string>
  readonly event: Set<string>
  /** Where events are asked, by the name in the answer. */
  readonly pages: Map<string, { readonly node: FieldNode; readonly field: GraphQLField<unknown, unknown> }>
  isWholeEvent: boolean
  /** By the page of events. */
  readonly parts: Map<string, OrderParts>
}

/** By the nodes that ask, which a compiled query keeps. */
const known = new WeakMap<readonly FieldNode[], Found>()

/** What is asked of the orders that the field gives: it decides what is read of them, never what is answered. */
export function askedParts(info: GraphQLResolveInfo): AskedParts {
  const found = known.get(info.fieldNodes) ?? find(info)
  known.set(info.fieldNodes, found)
  if (found.isWhole) return null
  const events = eventsAsked(info, found)
  const page = events ? `${events.limit} ${events.isBackward}` : ''
  const parts = found.parts.get(page) ?? partsIn(found, events)
  found.parts.set(page, parts)
  return parts
}

function partsIn({ order, step, event, isWholeEvent }: Found, events: EventsAsked | null): OrderParts {
  return {
    order: [...order].filter((one) => !isBelonging(one)) as OrderProperty[],
    customer: order.has('customer'),
    steps: order.has('steps') ? 'all' : order.has('current') ? 'current' : 'none',
    step: [...step] as StepProperty[],
    events,
    event: isWholeEvent ? 'all' : ([...event] as EventProperty[]),
  }
}

function isBelonging(need: string): need is Belonging {
  return BELONGINGS.some((one) => one === need)
}

function find(info: GraphQLResolveInfo): Found {
  const asked = { order: new Set<string>(), step: new Set<string>(), event: new Set<string>() }
  const found: Found = { isWhole: false, ...asked, pages: new Map(), isWholeEvent: false, parts: new Map() }
  const type = getNamedType(info.returnType)
  for (const { selectionSet } of info.fieldNodes) if (selectionSet) gather(info, type, selectionSet, found)
  return found
}

function gather(
  info: GraphQLResolveInfo,
  type: GraphQLNamedType,
  { selections }: SelectionSetNode,
  found: Found,
): void {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) gatherField(info, type, node, found)
    else {
      const fragment =
        node.kind === Kind.INLINE_FRAGMENT ? node : (info.fragments[node.name.value] as FragmentDefinitionNode)
      const on = fragment.typeCondition ? info.schema.getType(fragment.typeCondition.name.value)! : type
      gather(info, on, fragment.selectionSet, found)
    }
  }
}

function gatherField(info: GraphQLResolveInfo, type: GraphQLNamedType, node: FieldNode, found: Found): void {
  const name = node.name.value
  if (name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) return
  const { kind, of } = kindOf(info, type)
  const field = of.getFields()[name] ?? type.getFields()[name]!
  const needed = neededBy(field)
  if (kind === 'event' && !needed) found.isWholeEvent = true
  if (kind !== 'event' && kind !== null && !needed) found.isWhole = true
  if (kind !== null) for (const need of needed ?? []) found[kind].add(need)
  if (needed?.includes('events')) found.pages.set(node.alias?.value ?? name, { node, field })
  if (needed && node.selectionSet) gather(info, getNamedType(field.type), node.selectionSet, found)
}

/** Which thing's properties the fields of a type need, and the type that says so. */
function kindOf(info: GraphQLResolveInfo, type: Composite): { kind: 'order' | 'step' | 'event' | null; of: Composite } {
  const event = info.schema.getType('Event') as GraphQLInterfaceType
  if (type === event || type.getInterfaces().includes(event)) return { kind: 'event', of: event }
  if (type.name === 'Order' || type.name === 'Node') return { kind: 'order', of: type }
  return { kind: type.name === 'OrderStep' ? 'step' : null, of: type }
}

function neededBy({ extensions }: GraphQLField<unknown, unknown>): readonly Need[] | null {
  const { needs: said, pothosExposedField: exposed } = extensions as {
    needs?: readonly Need[]
    pothosExposedField?: Need
  }
  return said ?? (exposed === undefined ? null : [exposed])
}

/** The page of events to read with the order; null where there is none, or where it is not clear which: they are then read by themselves. */
function eventsAsked(info: GraphQLResolveInfo, { pages }: Found): EventsAsked | null {
  const [only, ...others] = pages.values()
  if (!only || others.length > 0) return null
  return plainWindow(getArgumentValues(only.field, only.node, info.variableValues))
}
