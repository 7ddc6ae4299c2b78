import { referenceEvent } from '../domain/event.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { ActivityLog } from '../interop/activity-log.ts'
import { type Discovery, UNKNOWN_DEPARTMENT } from '../interop/discovery.ts'
import { Meter } from '../interop/meter.ts'
import { RefusedRows } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import { loadDirectory } from '../storage/directory-load.ts'
import { insertEvents, insertEventTexts } from '../storage/event-insert.ts'
import { lockImports } from '../storage/import-queries.ts'
import { unhurried } from '../storage/migrate.ts'
import { allocateOrderIds, insertOrders } from '../storage/order-insert.ts'
import { analyze } from '../storage/reference-insert.ts'
import { lockWorkflows } from '../storage/workflow-save.ts'
import type { Baton } from './baton.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { ensureDirectory, type ImportDirectory } from './import-directory.ts'
import { type ImportFrame, rulesOf, type StepKeys, type Told, tellOrders } from './import-orders.ts'
import { type NewOrder, sortOut, stepKeys } from './import-plan.ts'
import { ToldEvents } from './import-told.ts'
import { discover, type Newest, namedWorkflow, publishDiscovered } from './import-workflow.ts'

type Parts = {
  readonly tx: Tx
  readonly baton: Baton
  readonly log: ActivityLog
  readonly refused: RefusedRows
  readonly progress: (line: string) => void
}
/** Which workflow the orders run under; `choose` publishes it where it is new. */
type Choice = {
  readonly keys: StepKeys
  readonly needsUnknown: boolean
  readonly choose: (directory: ImportDirectory) => Promise<{ readonly workflow: Workflow; readonly isNew: boolean }>
}
type Counts = Pick<Written, 'orders' | 'steps' | 'runs'>

/** One import within its transaction. Everything is decided before the first row is written, so that a refusal leaves nothing to undo. */
export class ImportWriting {
  private readonly parts: Parts

  constructor(parts: Parts) {
    this.parts = parts
  }

  /** Writes the log under the workflow named, else under the one that it shows. Nothing where something is refused. */
  async write(workflow: string | null): Promise<Written> {
    const { tx, refused } = this.parts
    await unhurried(tx)
    await lockImports(tx)
    const { fresh, duplicates } = await this.count()
    if (refused.count > 0) return NOTHING
    if (fresh === 0) return { ...NOTHING, duplicates }
    await lockWorkflows(tx)
    const newest = await this.newestWorkflows()
    const choice = refused.try(null, () => (workflow === null ? this.discovered(newest) : this.named(newest, workflow)))
    return choice && refused.count === 0 ? { ...(await this.store(fresh, choice)), duplicates } : NOTHING
  }

  private async count(): Promise<{ readonly fresh: number; readonly duplicates: number }> {
    const { tx, log, refused } = this.parts
    const counts = { fresh: 0, duplicates: 0 }
    for await (const { fresh, duplicates } of sortOut(tx, log, refused)) {
      counts.fresh += fresh.length
      counts.duplicates += duplicates
    }
    return counts
  }

  /** As this transaction sees them: those in memory may be older. */
  private async newestWorkflows(): Promise<Newest> {
    const { workflows } = await loadDirectory(this.parts.tx)
    const ascending = workflows.toSorted((a, b) => a.version - b.version)
    return new Map(ascending.map((workflow) => [workflow.key, workflow]))
  }

  private named(newest: Newest, key: string): Choice {
    const workflow = namedWorkflow(newest, key)
    const keys = stepKeys(this.parts.log, workflow, this.parts.refused)
    return { keys, needsUnknown: false, choose: async () => ({ workflow, isNew: false }) }
  }

  private discovered(newest: Newest): Choice {
    const { tx, baton, log, progress } = this.parts
    const discovery = discover(log, newest)
    for (const line of described(discovery)) progress(line)
    const { steps } = discovery.draft
    return {
      keys: new Map(steps.map((step) => [step.name, step.key])),
      needsUnknown: steps.some((step) => step.department === UNKNOWN_DEPARTMENT.key),
      choose: ({ departments }) => publishDiscovered(tx, discovery, newest, departments, baton.clock()),
    }
  }

  private async store(fresh: number, { keys, needsUnknown, choose }: Choice): Promise<Written> {
    const { tx, baton, log, progress } = this.parts
    progress(`${log.name}: writing ${fresh} orders`)
    const directory = await ensureDirectory(tx, log, needsUnknown)
    const { workflow, isNew } = await choose(directory)
    const rules = rulesOf(log, workflow, keys)
    const frame = { timeZone: log.timeZone, rules, keys, directory, recordedAt: baton.clock() }
    const told = new ToldEvents()
    try {
      const counts = await this.writeOrders(frame, told, fresh)
      const events = await this.writeEvents(told, fresh)
      await analyze(tx)
      const [departments, people] = [directory.departments.added, directory.people.added]
      return { ...NOTHING, ...counts, events, departments, people, workflows: isNew ? 1 : 0 }
    } finally {
      told.close()
    }
  }

  /** The orders and all that hangs on them, some at a time; what there is to tell of them is put into `told`. */
  private async writeOrders(frame: ImportFrame, told: ToldEvents, all: number): Promise<Counts> {
    const { baton, log, progress } = this.parts
    const meter = new Meter(`${log.name} written`, 'orders', progress, baton.clock)
    const counts = { orders: 0, steps: 0, runs: 0 }
    for await (const fresh of this.freshOrders()) {
      const one = await this.writeChunk(frame, fresh)
      told.add(one.events)
      const { orders, steps, runs } = countOf(one)
      counts.orders += orders
      counts.steps += steps
      counts.runs += runs
      meter.add(orders, counts.orders / all)
    }
    if (counts.orders !== all) throw new Error(`${counts.orders} orders instead of ${all} were new`)
    return counts
  }

  /** A number that somebody gave to another order since the import began is refused: what is written by then is undone. */
  private async *freshOrders(): AsyncGenerator<readonly NewOrder[], undefined> {
    const { tx, log } = this.parts
    const late = new RefusedRows()
    for await (const { fresh } of sortOut(tx, log, late)) {
      const [taken] = late.rows
      if (taken) throw new Refusal(taken.code, taken.message)
      if (fresh.length > 0) yield fresh
    }
  }

  private async writeChunk(frame: ImportFrame, fresh: readonly NewOrder[]): Promise<Told> {
    const { tx } = this.parts
    const { workflow } = frame.rules
    const ids = await allocateOrderIds(tx, fresh.length)
    const logged = fresh.map(({ order }) => order)
    const told = tellOrders(frame, logged, ids)
    const rows = told.orders.map((order, index) => ({ order, fingerprint: fresh[index]!.fingerprint }))
    await insertOrders(tx, rows, new Map([[workflow.id, workflow]]))
    return told
  }

  private async writeEvents(told: ToldEvents, orderCount: number): Promise<number> {
    const { tx, baton, log, progress } = this.parts
    const meter = new Meter(`${log.name} told`, 'events', progress, baton.clock)
    let done = 0
    for (const texts of told.inOrderOfTime()) {
      await insertEventTexts(tx, texts)
      done += texts.length
      meter.add(texts.length, done / told.count)
    }
    const at = baton.clock()
    await insertEvents(tx, [referenceEvent({ type: 'ORDERS_IMPORTED', at, payload: { orderCount } }, null, at)])
    return done + 1
  }
}

function countOf({ orders }: Told): Counts {
  const steps = orders.flatMap((order) => order.steps)
  const runs = steps.flatMap((step) => step.runs).filter((run) => run.startedAt !== null)
  return { orders: orders.length, steps: steps.length, runs: runs.length }
}

/** How many loops are told of by name. */
const LOOPS = 5

function described({ draft, repeats, loops }: Discovery): string[] {
  const dependencies = draft.steps.reduce((count, step) => count + step.dependsOn.length, 0)
  const repeated = repeats.map(({ step, orders }) => `${step} (${orders})`).slice(0, LOOPS)
  return [
    `${draft.name}: ${draft.steps.length} steps, ${dependencies} dependencies`,
    ...(repeated.length > 0 ? [`${repeats.length} steps are repeated: ${repeated.join(', ')} …`] : []),
    ...loops.slice(0, LOOPS).map((loop) => `loop: ${loop.from} → ${loop.over} → ${loop.from} in ${loop.orders} orders`),
    ...(loops.length > LOOPS ? [`… and ${loops.length - LOOPS} more loops`] : []),
  ]
}
