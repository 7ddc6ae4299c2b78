import {
  isTimeToSell,
  nextDeed,
  type OpenWork,
  type PaceCommand,
  type PaceDeed,
  pause,
  type Scene,
} from '../demo/pace.ts'
import { nextSale } from '../demo/pace-sale.ts'
import { type Random, randomFrom } from '../demo/random.ts'
import { Refusal } from '../domain/refusal.ts'
import { personViewer } from '../domain/visibility.ts'
import type { Claim } from '../storage/database.ts'
import { marketSize, openSteps, signedIn } from '../storage/open-work-queries.ts'
import type { Baton } from './baton.ts'
import type { Asker } from './mutate.ts'
import { placeOrder } from './order-placing.ts'
import { assignStep, blockStep, completeStep, returnStep, startStep, unblockStep } from './step.ts'

/** Has `run` called after so many milliseconds; what it returns takes that back. */
export type Timer = (milliseconds: number, run: () => void) => () => void

/** Names the place of the one pace-maker that acts; no lock of Baton has this number. */
const PACE_LOCK = 6_202_617
/** What is tried in one beat before the next: an order may be gone on with by a visitor while it is chosen. */
const TRIES = 3
/** Milliseconds for which the pace-maker knows an order as one of those it has in hand. */
const REMEMBERED = 3 * 60_000
/** Milliseconds of rest after a failure that is no refusal: the database may be away. */
const AFTER_FAILURE = 30_000

/**
 * Has the demo company's people go on with their work, one deed at a time and a few seconds apart, through the services that
 * everybody uses. A visitor's work is left alone: what they have just touched, and all of those they are signed in as. Of the
 * pace-makers of all processes on one database one acts, and when it goes the next.
 */
export class PaceMaker {
  private readonly baton: Baton
  private readonly timer: Timer
  private readonly random: Random
  private readonly claim: Claim
  private readonly left = new Map<number, { readonly orderVersion: number; readonly at: number }>()
  private usual: number | null = null
  private cancel: () => void = () => {}
  private beating: Promise<void> = Promise.resolve()
  private isStopped = false

  constructor(baton: Baton, timer: Timer) {
    this.baton = baton
    this.timer = timer
    this.random = randomFrom(baton.random)
    this.claim = baton.database.claim(PACE_LOCK)
    this.wait(pause(this.random))
  }

  /** Ends it once the deed under way is done. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.cancel()
    await this.beating
    await this.claim.release()
  }

  private wait(milliseconds: number): void {
    if (this.isStopped) return
    this.cancel = this.timer(milliseconds, () => {
      this.beating = this.beat()
    })
  }

  private async beat(): Promise<void> {
    try {
      if (await this.claim.isHeld()) await this.act()
      this.wait(pause(this.random))
    } catch (error) {
      this.baton.log.warn({ err: error }, 'the pace-maker could not go on; trying again in half a minute')
      this.wait(AFTER_FAILURE)
    }
  }

  private async act(): Promise<void> {
    const busy = await signedIn(this.baton.database.pool, this.baton.clock())
    for (let tried = 0; tried < TRIES && !this.isStopped; tried += 1) {
      const scene = await this.look(busy)
      const open = new Set(scene.work.map((work) => work.orderId)).size
      this.usual ??= open
      const isDone = isTimeToSell(open, this.usual, this.random) ? this.sell(busy) : this.move(scene)
      if (await isDone) return
    }
  }

  private async look(busy: ReadonlySet<number>): Promise<Scene> {
    const { database, directory, clock } = this.baton
    const now = clock()
    for (const [orderId, { at }] of this.left) if (now - at > REMEMBERED) this.left.delete(orderId)
    const found = await openSteps(database.pool)
    const work = found.map(({ workflowId, position, ...step }): OpenWork => {
      return { ...step, step: directory.findWorkflow(workflowId)?.steps[position]?.key ?? '' }
    })
    const leadOf = (departmentId: number) => directory.departments.byId(departmentId)?.leadId ?? null
    return { now, work, left: this.left, freeMembers: membersBut(this.baton, busy), leadOf }
  }

  /** True unless it was refused: then somebody was there first, and something else is chosen. */
  private async move(scene: Scene): Promise<boolean> {
    const deed = nextDeed(scene, this.random)
    if (!deed) return true
    const { orderId, orderVersion } = deed.work
    const isDone = await unlessRefused(perform(this.askerOf(deed.personId), deed))
    if (isDone) this.left.set(orderId, { orderVersion: orderVersion + 1, at: this.baton.clock() })
    return isDone
  }

  private async sell(busy: ReadonlySet<number>): Promise<boolean> {
    const { database, directory, clock } = this.baton
    const rep = (key: string) => {
      const person = directory.people.byKey(key)
      return person?.isRep && !busy.has(person.id) ? person : null
    }
    const sale = nextSale(await marketSize(database.pool), (key) => rep(key) !== null, clock(), this.random)
    if (!sale) return false
    const { rep: key, ...input } = sale
    return unlessRefused(placeOrder(this.askerOf(rep(key)!.id), input))
  }

  private askerOf(personId: number): Asker {
    const person = this.baton.directory.people.byId(personId)!
    return { baton: this.baton, viewer: personViewer(person, `pace-maker:${person.key}`) }
  }
}

function membersBut({ directory }: Baton, busy: ReadonlySet<number>): Scene['freeMembers'] {
  const members = directory.people.all().filter(({ id }) => !busy.has(id))
  const byDepartment = Map.groupBy(members, (person) => person.departmentId)
  return (departmentId) => (byDepartment.get(departmentId) ?? []).map(({ id }) => id)
}

function perform(asker: Asker, { work, command }: PaceDeed): Promise<unknown> {
  const input = { order: work.order, step: work.step, expectedVersion: work.version }
  return dispatch(asker, command, input)
}

function dispatch(asker: Asker, command: PaceCommand, input: Parameters<typeof startStep>[1]): Promise<unknown> {
  switch (command.type) {
    case 'start':
      return startStep(asker, input)
    case 'complete':
      return completeStep(asker, input)
    case 'unblock':
      return unblockStep(asker, input)
    case 'block':
      return blockStep(asker, { ...input, reason: command.reason })
    case 'return':
      return returnStep(asker, { ...input, reason: command.reason, to: command.to })
    case 'assign':
      return assignStep(asker, { ...input, holder: asker.baton.directory.people.byId(command.holderId)?.key })
  }
}

async function unlessRefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
