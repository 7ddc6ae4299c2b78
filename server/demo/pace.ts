import type { StepCommand } from '../domain/step-machine.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Random } from './random.ts'
import { STEP_WORK } from './step-work.ts'

/** Decides how the demo company's people go on with what is open, while a visitor looks on. */

/** A step that somebody has now. */
export type OpenWork = {
  readonly orderId: number
  readonly order: string
  readonly orderVersion: number
  readonly step: string
  readonly state: 'READY' | 'IN_PROGRESS' | 'BLOCKED'
  readonly departmentId: number
  readonly holderId: number | null
  readonly version: number
  /** When something last happened to the order. */
  readonly touchedAt: Instant
}

/** How an order stood when the pace-maker left it, and when. */
export type Left = { readonly orderVersion: number; readonly at: Instant }

export type Scene = {
  readonly now: Instant
  readonly work: readonly OpenWork[]
  /** The orders that the pace-maker has moved lately. */
  readonly left: ReadonlyMap<number, Left>
  /** Who of the department may be spoken for: visitors who are signed in as somebody do that one's work themselves. */
  readonly freeMembers: (departmentId: number) => readonly number[]
  readonly leadOf: (departmentId: number) => number | null
}

export type PaceDeed = { readonly work: OpenWork; readonly personId: number; readonly command: PaceCommand }
export type PaceCommand = Extract<
  StepCommand,
  { readonly type: 'start' | 'complete' | 'block' | 'unblock' | 'assign' | 'return' }
>

/** Milliseconds for which an order is left alone that somebody else has moved: they are likely at it still. */
const QUIET = 5 * 60_000
/** Milliseconds that an order rests between two deeds: nothing real is begun and finished in one breath. */
const REST = 15_000
/** How much more often an order is gone on with that has just been moved, so that one who looks at it sees it run. */
const IN_HAND = 6
const HELD_UP = 0.5
/** Share of the steps that nobody holds which are given to somebody first. */
const GIVEN = 0.3

/** What is done next; null where nothing is free to be done. */
export function nextDeed(scene: Scene, random: Random): PaceDeed | null {
  const free = scene.work.filter((work) => isFree(scene, work))
  if (free.length === 0) return null
  const work = random.pickWeighted(free, (one) => appeal(scene, one))
  return deedOn(scene, work, random)
}

function isFree({ now, left, freeMembers }: Scene, work: OpenWork): boolean {
  const own = left.get(work.orderId)
  const isOwn = own !== undefined && own.orderVersion === work.orderVersion
  if (now - work.touchedAt < (isOwn ? REST : QUIET)) return false
  const members = freeMembers(work.departmentId)
  return work.holderId === null ? members.length > 0 : members.includes(work.holderId)
}

function appeal({ left }: Scene, { orderId, state }: OpenWork): number {
  return (left.has(orderId) ? IN_HAND : 1) * (state === 'BLOCKED' ? HELD_UP : 1)
}

function deedOn(scene: Scene, work: OpenWork, random: Random): PaceDeed {
  const members = scene.freeMembers(work.departmentId)
  const personId = work.holderId ?? random.pick(members)
  if (work.state !== 'READY') return { work, personId, command: goOn(work, random) }
  const lead = scene.leadOf(work.departmentId)
  const isGiven = work.holderId === null && lead !== null && members.includes(lead) && random.chance(GIVEN)
  if (isGiven) return { work, personId: lead, command: { type: 'assign', step: work.step, holderId: personId } }
  return { work, personId, command: { type: 'start', step: work.step } }
}

/** A hold is released; what is under way is finished, unless it runs into what such work runs into. */
function goOn({ step, state }: OpenWork, random: Random): PaceCommand {
  if (state === 'BLOCKED') return { type: 'unblock', step, hold: null }
  const { holds = null, returns = null } = STEP_WORK[step] ?? {}
  if (holds && random.chance(holds.share)) return { type: 'block', step, reason: random.pick(holds.reasons) }
  if (returns && random.chance(returns.share))
    return { type: 'return', step, reason: random.pick(returns.reasons), to: [returns.to] }
  return { type: 'complete', step }
}

/** Milliseconds until the next deed. */
export function pause(random: Random): number {
  return random.whole(2_500, 7_500)
}

/** Deeds from the placing of an order until it is closed, about. */
const DEEDS_AN_ORDER = 26

/** Whether a new order comes in now: as many as are finished, a few more while there are fewer than there were. */
export function isTimeToSell(open: number, usual: number, random: Random): boolean {
  return random.chance((open < usual ? 1.3 : 0.5) / DEEDS_AN_ORDER)
}
