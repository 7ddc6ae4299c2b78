import type { OrderStep } from '../domain/order.ts'
import type { StepCommand } from '../domain/step-machine.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Random } from './random.ts'
import { STEP_WORK, type StepWork } from './step-work.ts'
import { afterOpenTime, HOUR, type WorkingHours } from './working-hours.ts'

/** Something that a person of the department is going to do with a run, unless it comes otherwise. */
export type Deed = { readonly at: Instant; readonly command: StepCommand; readonly personId: number }

export type Crew = {
  readonly leadId: number
  readonly members: readonly Member[]
  readonly hours: WorkingHours
}

/** `share`: how much of the department's work comes to this one, beside the others. */
export type Member = { readonly id: number; readonly share: number }

/** Work that is done again is done faster. */
const AGAIN = 0.5
/** Open hours that a hold lasts, mostly. */
const HOLD_HOURS = 14

/** How fast things go: with the order, 1 being the ordinary one, and with how much lies before the department beside the usual. */
export type Speed = { readonly pace: number; readonly pressure: number }

/** All that is going to happen to a run that became ready at `readyAt`, in its order. */
export function planRun(step: OrderStep, readyAt: Instant, crew: Crew, speed: Speed, random: Random): Deed[] {
  const { pace, pressure } = speed
  const known = STEP_WORK[step.key]
  if (!known) throw new Error(`the demo company does not know how ${step.key} is done`)
  const plan = new RunPlan(step, crew, readyAt)
  const wait = random.around(known.wait, known.sigma) * pace * pressure
  const work = random.around(known.work, known.sigma) * pace * (step.runs.length > 1 ? AGAIN : 1)
  pickUp(plan, wait, random)
  if (random.chance(0.88)) plan.after(0, { type: 'start', step: step.key })
  const held = known.holds && random.chance(known.holds.share) ? random.pick(known.holds.reasons) : null
  const before = random.unit() * work
  if (held !== null) hold(plan, before, held, random)
  plan.after(held === null ? work : work - before, ending(known, step.key, random))
  return plan.deeds
}

/** A step lies there until someone takes it; some are given to a person first, others go straight to whoever starts them. */
function pickUp(plan: RunPlan, wait: number, random: Random): void {
  const { step, crew } = plan
  const share = random.unit()
  if (step.holderId !== null) return plan.wait(wait)
  plan.personId = random.pickWeighted(crew.members, (member) => member.share).id
  if (!random.chance(0.62)) return plan.wait(wait)
  plan.after(wait * share, { type: 'assign', step: step.key, holderId: plan.personId }, crew.leadId)
  plan.wait(wait * (1 - share))
}

function hold(plan: RunPlan, before: number, reason: string, random: Random): void {
  const step = plan.step.key
  plan.after(before, { type: 'block', step, reason })
  plan.after(random.around(HOLD_HOURS, 0.8), { type: 'unblock', step, hold: null })
}

function ending({ returns }: StepWork, step: string, random: Random): StepCommand {
  if (!returns || !random.chance(returns.share)) return { type: 'complete', step }
  return { type: 'return', step, reason: random.pick(returns.reasons), to: [returns.to] }
}

/** Deeds one after the other, in open hours of the department. */
class RunPlan {
  readonly deeds: Deed[] = []
  readonly step: OrderStep
  readonly crew: Crew
  personId: number
  private at: Instant

  constructor(step: OrderStep, crew: Crew, readyAt: Instant) {
    this.step = step
    this.crew = crew
    this.at = readyAt
    this.personId = step.holderId ?? crew.leadId
  }

  wait(hours: number): void {
    this.at = afterOpenTime(this.crew.hours, this.at, hours * HOUR)
  }

  after(hours: number, command: StepCommand, personId = this.personId): void {
    this.wait(hours)
    this.deeds.push({ at: this.at, command, personId })
  }
}
