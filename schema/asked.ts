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
import type { AskedParts, EventsAsked, OrderParts } from '../server/domain/order-parts.ts'
import { plainWindow } from '../server/services/paging.ts'

type Composite = GraphQLObjectType | GraphQLInterfaceType

/** What a field needs of an order beside its own row. */
type Part = 'current' | 'steps' | 'customer' | 'events'

/**
 * Options of a field of an order, or of what leads to one, that says what it needs. A field that says nothing may need
 * anything: where one is asked, the order is read whole.
 */
export function needs(...parts: readonly Part[]): { readonly extensions: { readonly needs: readonly Part[] } } {
  return { extensions: { needs: parts } }
}

/** What was found below a field, whatever the variables are. */
type Found = {
  isWhole: boolean
  readonly parts: Set<Part>
  /** Where events are asked, by the name in the answer, and whether for more than what all events say. */
  readonly events: Map<string, { readonly node: FieldNode; readonly field: GraphQLField<unknown, unknown> }>
  withPayload: boolean
}

/** By the nodes that ask, which a compiled query keeps. */
const known = new WeakMap<readonly FieldNode[], Found>()

/** What is asked of the orders that the field gives: it decides what is read of them, never what is answered. */
export function askedParts(info: GraphQLResolveInfo): AskedParts {
  const found = known.get(info.fieldNodes) ?? find(info)
  known.set(info.fieldNodes, found)
  if (found.isWhole) return null
  return { customer: found.parts.has('customer'), steps: stepsIn(found), events: eventsAsked(info, found) }
}

function stepsIn({ parts }: Found): OrderParts['steps'] {
  if (parts.has('steps')) return 'all'
  return parts.has('current') ? 'current' : 'none'
}

function find(info: GraphQLResolveInfo): Found {
  const found: Found = { isWhole: false, parts: new Set(), events: new Map(), withPayload: false }
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
  const field = type.getFields()[name]!
  const needed = neededBy(type, field)
  if (!needed) return noteUnsaid(info, type, name, found)
  for (const part of needed) found.parts.add(part)
  if (needed.includes('events')) found.events.set(node.alias?.value ?? name, { node, field })
  if (node.selectionSet) gather(info, getNamedType(field.type), node.selectionSet, found)
}

/** What a field exposes of an order's own row needs nothing else. */
function neededBy(type: Composite, { extensions }: GraphQLField<unknown, unknown>): readonly Part[] | null {
  const { needs: said, pothosExposedField: exposed } = extensions as {
    needs?: readonly Part[]
    pothosExposedField?: string
  }
  return said ?? (type.name === 'Order' && exposed !== undefined ? [] : null)
}

function noteUnsaid(info: GraphQLResolveInfo, type: Composite, name: string, found: Found): void {
  if (type.name === 'Order' || type.name === 'OrderStep' || type.name === 'Node') found.isWhole = true
  const event = info.schema.getType('Event') as GraphQLInterfaceType
  if (isObjectType(type) && type.getInterfaces().includes(event) && !event.getFields()[name]) found.withPayload = true
}

/** The page of events to read with the order; null where there is none, or where it is not clear which: they are then read by themselves. */
function eventsAsked(info: GraphQLResolveInfo, { events, withPayload }: Found): EventsAsked | null {
  const [only, ...others] = events.values()
  if (!only || others.length > 0) return null
  const window = plainWindow(getArgumentValues(only.field, only.node, info.variableValues))
  return window && { ...window, withPayload }
}
