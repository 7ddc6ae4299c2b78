import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { stepApplies } from '../domain/applying.ts'
import { likelihoodBy, simulate } from '../domain/forecast.ts'
import type { ForecastGround } from '../domain/forecast-ground.ts'
import { quantile } from '../domain/lead-time.ts'
import { attributesOf, type PastOrder } from '../domain/past-order.ts'
import { placeOrder } from '../domain/placing.ts'
import { Recalibration } from '../domain/recalibration.ts'
import { Refusal } from '../domain/refusal.ts'
import { heldTo, type Requirement } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { allVersions } from '../storage/requirement-save.ts'
import type { Baton } from './baton.ts'
import { pastOrdersOf } from './past-orders.ts'
import { planGroundOf } from './plan-ground.ts'
import { groundOf, type ThoughtOf } from './promise-ground.ts'
import { bareHeader, notBegun } from './promise-sale.ts'

/** Orders by which the forecasts of a workflow are judged, and the fewest that say anything. */
const JUDGED = 150
const FEWEST = 30
/** How often each of them is simulated: its place among them is wanted to the per cent. */
const RUNS = 500
/** Milliseconds for which a correction stands, and between two orders that are judged: whoever asks meanwhile is not kept waiting. */
const STANDS = 3_600_000
const PAUSE = 100
/** Workflows whose corrections are kept. */
const KEPT = 50

type Correction = ForecastGround['correction']
type Known = { readonly learntAt: Instant; readonly correction: Correction }

const learnt = new WeakMap<Baton['feed'], Map<string, Known>>()

/**
 * The correction that past orders of a workflow ask of its forecasts: the latest that is known. Where there is none of the last hour, one is
 * learnt beside, for those who ask later; until the first is known there is none.
 */
export function correctionOf(baton: Baton, workflowKey: string): Correction {
  const known = learnt.get(baton.feed) ?? new Map<string, Known>()
  learnt.set(baton.feed, known)
  const last = known.get(workflowKey)
  const now = baton.clock()
  if (last && now - last.learntAt < STANDS) return last.correction
  known.delete(workflowKey)
  known.set(workflowKey, { learntAt: now, correction: last?.correction ?? null })
  if (known.size > KEPT) known.delete(known.keys().next().value!)
  void learn(baton, workflowKey, pause)
    .then((correction) => void known.set(workflowKey, { learntAt: now, correction }))
    .catch((error) =>
      baton.log.error({ err: error, workflow: workflowKey }, 'forecasts could not be judged by what came'),
    )
  return last?.correction ?? null
}

/** Judges orders of a workflow by what was known when they were placed; null where there are too few. */
export async function learn(baton: Baton, workflowKey: string, rest: () => Promise<void>): Promise<Correction> {
  const now = baton.clock()
  const judged = ripe(await pastOrdersOf(baton, workflowKey), now)
  if (judged.length < FEWEST) return null
  const versions = await allVersions(baton.database.pool)
  const known = new Recalibration()
  for (const order of judged) {
    const shares = await sharesOf(baton, order, versions, now)
    if (shares) known.add(...shares, order.deliveredAt ?? now)
    await rest()
  }
  return (share) => known.share(share, now)
}

/**
 * The latest orders that were placed so long ago that most have been delivered since. They are chosen by their age alone: of the newest only
 * those that went fast are delivered, and would make every forecast look late.
 */
function ripe(orders: readonly PastOrder[], now: Instant): PastOrder[] {
  const kept = orders.filter(({ isCancelled }) => !isCancelled)
  const taken = kept.flatMap(({ placedAt, deliveredAt }) => (deliveredAt === null ? [] : deliveredAt - placedAt))
  const age =
    quantile(
      taken.sort((a, b) => a - b),
      0.95,
    ) ?? Number.POSITIVE_INFINITY
  return kept.filter(({ placedAt }) => now - placedAt >= age).slice(0, JUDGED)
}

/**
 * What its delivery took up of the forecast that was made when it was placed; all that is left of it where it has not come. Null where no
 * forecast could be made.
 */
async function sharesOf(
  baton: Baton,
  past: PastOrder,
  versions: readonly Requirement[],
  now: Instant,
): Promise<[from: number, upTo: number] | null> {
  try {
    const sale = asPlaced(baton, past, versions)
    const plan = await planGroundOf(baton, { ...sale, placedAt: past.placedAt, now: past.placedAt })
    const generator = xoroshiro128plus(past.id)
    const simulated = simulate(await groundOf(baton, sale, plan, null), () => generator.next(), RUNS)
    const from = likelihoodBy(simulated, past.deliveredAt ?? now)
    return [from, past.deliveredAt === null ? 1 : from]
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function asPlaced({ directory }: Baton, past: PastOrder, versions: readonly Requirement[]): ThoughtOf {
  const { placedAt, timeZone, facts } = past
  const workflow = directory.workflowById(past.workflowId)
  const { order } = placeOrder(workflow, bareHeader(placedAt, timeZone), stepApplies(workflow, facts))
  const known = versions.filter(({ publishedAt }) => publishedAt <= placedAt)
  return {
    order: notBegun(order),
    workflow,
    held: heldTo(known, workflow, order, facts),
    attributes: attributesOf(facts),
  }
}

/** Keeps no process alive: what is not learnt when it ends is not missed. */
function pause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, PAUSE).unref())
}
