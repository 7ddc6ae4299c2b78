import type { Order } from '../../server/domain/order.ts'
import type { Command } from '../../server/domain/step-machine.ts'
import type { Actor, StepState } from '../../server/domain/vocabulary.ts'
import type { Case } from './random-orders.ts'

/** A step as somebody would keep it on a whiteboard: no times, no facts, no versions. */
type Leg = {
  state: StepState
  from: StepState | null
  holder: number | null
  /** Open holds by number, and how many there ever were. */
  open: number[]
  holds: number
  runs: number
  returns: number
}

class Refused extends Error {}

const OVER = ['DONE', 'SKIPPED']

/**
 * The step machine told a second time, from DESIGN.md and not from the code: paths are walked one by one and every rule is
 * looked up anew after each command. Slow, and with nothing in common with the domain but the words.
 */
export class NaiveOrder {
  legs: Record<string, Leg> = {}
  state: 'OPEN' | 'DELIVERED' | 'CANCELLED' = 'OPEN'
  private readonly before: Record<string, readonly string[]> = {}
  private readonly delivering: string[] = []

  constructor({ workflow, skipped }: Case) {
    for (const { key, dependsOn, delivers } of workflow.steps) {
      this.before[key] = dependsOn
      if (delivers) this.delivering.push(key)
      const state = skipped.includes(key) ? 'SKIPPED' : 'WAITING'
      this.legs[key] = { state, from: null, holder: null, open: [], holds: 0, runs: 0, returns: 0 }
    }
    this.handOn()
  }

  /** True where the command was taken; a refused one leaves everything as it was. */
  take(command: Command, actor: Actor | null): boolean {
    const [legs, state] = [structuredClone(this.legs), this.state]
    try {
      if (this.state === 'CANCELLED') throw new Refused()
      this.obey(command, actor?.kind === 'PERSON' ? actor.id : null)
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.legs = legs
      this.state = state
      return false
    }
  }

  get isClosed(): boolean {
    return Object.values(this.legs).every((leg) => OVER.includes(leg.state) || leg.state === 'CANCELLED')
  }

  private obey(command: Command, me: number | null): void {
    if (command.type === 'promise' || command.type === 'cancel') {
      this.must(this.state === 'OPEN')
      if (command.type === 'cancel') this.cancel()
      return
    }
    const leg = this.legs[command.step]!
    if (command.type === 'report') return this.report(command.step, leg, command)
    if (command.type === 'start') return this.start(leg, leg.holder ?? me)
    if (command.type === 'complete') return this.complete(leg, leg.holder ?? me)
    if (command.type === 'block') return this.block(leg)
    if (command.type === 'unblock') return this.unblock(leg, command.hold)
    if (command.type === 'skip') return this.skip(leg)
    if (command.type === 'return') return this.giveBack(command.step, leg, command.to)
    this.must(!OVER.includes(leg.state))
    leg.holder = command.holderId
  }

  private must(allowed: boolean): void {
    if (!allowed) throw new Refused()
  }

  private start(leg: Leg, holder: number | null): void {
    this.must(leg.state === 'READY')
    Object.assign(leg, { state: 'IN_PROGRESS', holder })
  }

  private complete(leg: Leg, holder: number | null): void {
    this.must(leg.state === 'READY' || leg.state === 'IN_PROGRESS')
    Object.assign(leg, { state: 'DONE', holder })
    this.handOn()
  }

  private block(leg: Leg): void {
    this.must(['READY', 'IN_PROGRESS', 'BLOCKED'].includes(leg.state))
    leg.from ??= leg.state
    leg.state = 'BLOCKED'
    leg.holds++
    leg.open.push(leg.holds)
  }

  private unblock(leg: Leg, hold: number | null): void {
    this.must(leg.state === 'BLOCKED' && (hold === null || leg.open.includes(hold)))
    leg.open = hold === null ? [] : leg.open.filter((number) => number !== hold)
    if (leg.open.length > 0) return
    leg.state = leg.from!
    leg.from = null
  }

  private skip(leg: Leg): void {
    this.must(['WAITING', 'READY', 'BLOCKED'].includes(leg.state) && leg.from !== 'IN_PROGRESS')
    Object.assign(leg, { state: 'SKIPPED', from: null, open: [] })
    this.handOn()
  }

  private cancel(): void {
    for (const leg of Object.values(this.legs))
      if (!OVER.includes(leg.state)) Object.assign(leg, { state: 'CANCELLED', from: null, open: [] })
    this.state = 'CANCELLED'
  }

  private report(key: string, leg: Leg, { state, holderId, reason }: Extract<Command, { type: 'report' }>): void {
    this.must(!this.isClosed)
    const wasBlocked = leg.state === 'BLOCKED'
    const holder = holderId ?? leg.holder
    if (state === 'SKIPPED') return this.skip(leg)
    if (state === 'BLOCKED') return reason ? this.block(leg) : this.must(false)
    this.must(state === 'READY' || state === 'IN_PROGRESS' || state === 'DONE')
    if (wasBlocked) this.unblock(leg, null)
    else if (state !== 'DONE' && OVER.includes(leg.state)) this.again(key, leg)
    else this.must(state !== 'READY')
    if (state === 'DONE') return this.complete(leg, holder)
    if (state === 'READY') return
    if (wasBlocked && leg.state === 'IN_PROGRESS') leg.holder = holder
    else this.start(leg, holder)
  }

  private again(key: string, leg: Leg): void {
    leg.state = 'READY'
    leg.runs++
    if (this.delivering.includes(key)) this.state = 'OPEN'
  }

  private giveBack(key: string, leg: Leg, to: readonly string[] | null): void {
    this.must(leg.state === 'READY' || leg.state === 'IN_PROGRESS')
    const paths = this.pathsTo(key)
    for (const name of to ?? []) this.must(paths.some((path) => path.includes(name)))
    const nearest = paths.map((path) => path.findLast((name) => this.legs[name]!.state !== 'SKIPPED'))
    const named = to && to.length > 0 ? to : nearest
    const reopened = Object.keys(this.legs).filter((name) => named.includes(name) && this.legs[name]!.state === 'DONE')
    this.must(reopened.length > 0)
    const between = paths.flatMap((path) => path.slice(1 + Math.min(...reopened.map((name) => place(path, name)))))
    for (const name of between) if (this.legs[name]!.state === 'READY') this.legs[name]!.state = 'WAITING'
    leg.state = 'WAITING'
    for (const name of reopened) {
      this.again(name, this.legs[name]!)
      this.legs[name]!.returns++
    }
  }

  /** Every way from a step with nothing before it to right before `key`, one by one. */
  private pathsTo(key: string): string[][] {
    return this.before[key]!.flatMap((name) => {
      const paths = this.pathsTo(name)
      return paths.length > 0 ? paths.map((path) => [...path, name]) : [[name]]
    })
  }

  private handOn(): void {
    const isOver = (key: string) => OVER.includes(this.legs[key]!.state)
    for (const [key, leg] of Object.entries(this.legs)) {
      if (leg.state !== 'WAITING' || !this.pathsTo(key).flat().every(isOver)) continue
      leg.state = 'READY'
      leg.runs++
    }
    const isKept = (key: string) => this.legs[key]!.state !== 'SKIPPED'
    const delivering = this.delivering.filter(isKept)
    const needed = delivering.length > 0 ? delivering : Object.keys(this.legs).filter(isKept)
    if (this.state === 'OPEN' && needed.every((key) => this.legs[key]!.state === 'DONE')) this.state = 'DELIVERED'
  }
}

function place(path: readonly string[], name: string): number {
  const index = path.indexOf(name)
  return index < 0 ? path.length : index
}

/** What both machines know of an order. */
export function boardOf(order: Order): { state: string; isClosed: boolean; legs: Record<string, Leg> } {
  const legs = order.steps.map((step): [string, Leg] => {
    const open = step.holds.filter((hold) => hold.releasedAt === null).map((hold) => hold.number)
    const { state, blockedFrom: from, holderId: holder, returns } = step
    return [step.key, { state, from, holder, open, holds: step.holds.length, runs: step.runs.length, returns }]
  })
  return { state: order.state, isClosed: order.closedAt !== null, legs: Object.fromEntries(legs) }
}
