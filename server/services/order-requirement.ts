import type { NewEvent } from '../domain/event.ts'
import { readIdOf } from '../domain/global-id.ts'
import { badInput, notFound } from '../domain/refusal.ts'
import { HANDED_IN, isHandedIn, type Requirement } from '../domain/requirement.ts'
import { requireText } from '../domain/text.ts'
import { requireDebtor } from '../domain/visibility.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { orderRequirementsById, type StoredOrderRequirement } from '../storage/order-requirement-queries.ts'
import { type Settlement, settleOrderRequirement } from '../storage/order-requirement-save.ts'
import { requirementsById } from '../storage/requirement-queries.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import { type LockedOrder, lockOrderById } from './order-change.ts'
import { REASON_LIMIT } from './step.ts'

export type OrderRequirementRef = { readonly orderRequirementId: number; readonly orderId: number }

type Named = MutationInput & { readonly orderRequirement: string }
type Handed = Named & { readonly answer?: string | null | undefined; readonly evidenceUrl?: string | null | undefined }
type Reasoned = Named & { readonly reason: string }
type Owed = LockedOrder & { readonly owed: StoredOrderRequirement; readonly requirement: Requirement }

const ANSWER_LIMIT = 5_000
const URL_LIMIT = 2_000
const open: Settlement = { satisfiedAt: null, satisfiedBy: null, waivedAt: null, answer: null, evidenceUrl: null }

/** Hands in what an order owes a department. Handing it in again replaces the answer. */
export function satisfyRequirement(asker: Asker, input: Handed): Promise<OrderRequirementRef> {
  const answer = input.answer == null ? null : requireText('input.answer', input.answer, ANSWER_LIMIT)
  const evidenceUrl = input.evidenceUrl == null ? null : checkUrl(input.evidenceUrl)
  return settle(asker, 'satisfyRequirement', input, null, () => {
    const at = { satisfiedAt: asker.baton.clock(), satisfiedBy: asker.viewer.actor }
    return { ...open, ...at, answer, evidenceUrl }
  })
}

/** Takes back that it was handed in or waived. */
export function unsatisfyRequirement(asker: Asker, input: Reasoned): Promise<OrderRequirementRef> {
  return settle(asker, 'unsatisfyRequirement', input, reasonOf(input), ({ owed }) => {
    if (owed.satisfiedAt === null && owed.waivedAt === null)
      throw badInput('input.orderRequirement', 'is neither satisfied nor waived', input.orderRequirement)
    return open
  })
}

/** Lets an order off: the department that asks for it does without. */
export function waiveRequirement(asker: Asker, input: Reasoned): Promise<OrderRequirementRef> {
  return settle(asker, 'waiveRequirement', input, reasonOf(input), () => ({ ...open, waivedAt: asker.baton.clock() }))
}

function settle(
  asker: Asker,
  mutation: 'satisfyRequirement' | 'unsatisfyRequirement' | 'waiveRequirement',
  input: Named,
  reason: string | null,
  decide: (owed: Owed) => Settlement,
): Promise<OrderRequirementRef> {
  return mutate(asker, mutation, input, async (tx) => {
    const found = await lockOwed(tx, asker, input.orderRequirement)
    authorise(asker, mutation, found)
    const settlement = decide(found)
    await settleOrderRequirement(tx, found.owed.id, settlement)
    await insertEvents(tx, [settled(asker, found, settlement, reason)])
    return { orderRequirementId: found.owed.id, orderId: found.order.id }
  })
}

/** Only what somebody can hand in is settled; time and ramp-up are kept by keeping them. */
function authorise({ viewer }: Asker, mutation: string, { requirement, order }: Owed): void {
  const isWaived = mutation === 'waiveRequirement'
  const debtor = isWaived ? requirement.departmentId : requirement.owedById
  requireDebtor(viewer, debtor, order.repId, requirement.departmentId)
  const { kind } = requirement
  if (!isHandedIn(requirement))
    throw badInput('input.orderRequirement', `is a ${kind}: nothing is handed in for it`, kind, HANDED_IN)
}

async function lockOwed(tx: Tx, asker: Asker, globalId: string): Promise<Owed> {
  const [id] = readIdOf('OrderRequirement', 'input.orderRequirement', globalId)
  const [seen] = await orderRequirementsById(tx, [id!])
  if (!seen) throw notFound('input.orderRequirement', globalId)
  const locked = await lockOrderById(tx, asker, seen.orderId, 'input.orderRequirement', globalId)
  const [owed] = await orderRequirementsById(tx, [id!])
  if (!owed) throw notFound('input.orderRequirement', globalId)
  const [requirement] = await requirementsById(tx, [owed.requirementId])
  return { ...locked, owed, requirement: requirement! }
}

function settled(
  { baton, viewer }: Asker,
  { order, owed, requirement }: Owed,
  settlement: Settlement,
  reason: string | null,
): NewEvent {
  const at = baton.clock()
  const place = { orderId: order.id, position: owed.position, departmentId: requirement.departmentId }
  const payload = { requirementId: requirement.id, orderRequirementId: owed.id, ...settlement }
  return {
    type: 'REQUIREMENT_SATISFIED',
    at,
    recordedAt: at,
    actor: viewer.actor,
    reason,
    ...place,
    imported: false,
    payload,
  }
}

function reasonOf({ reason }: Reasoned): string {
  return requireText('input.reason', reason, REASON_LIMIT)
}

/** Pages make a link of it. */
function checkUrl(url: string): string {
  const text = requireText('input.evidenceUrl', url, URL_LIMIT)
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text
  throw badInput('input.evidenceUrl', 'is not an http or https address', url)
}
