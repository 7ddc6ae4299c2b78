import { referenceEvent } from '../domain/event.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { ActivityLog } from '../interop/activity-log.ts'
import { type Discovery, UNKNOWN_DEPARTMENT } from '../interop/discovery.ts'
import type { RefusedRows } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import { loadDirectory } from '../storage/directory-load.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { fingerprintsOf, lockImports } from '../storage/import-queries.ts'
import { unhurried } from '../storage/migrate.ts'
import { allocateOrderIds, insertOrders } from '../storage/order-insert.ts'
import { analyze } from '../storage/reference-insert.ts'
import { lockWorkflows } from '../storage/workflow-save.ts'
import type { Baton } from './baton.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { ensureDirectory, type ImportDirectory } from './import-directory.ts'
import { type Told, tellOrders } from './import-orders.ts'
import { type NewOrder, sortOut, stepKeys } from './import-plan.ts'
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
  readonly keys: ReadonlyMap<string, string>
  readonly needsUnknown: boolean
  readonly choose: (directory: ImportDirectory) => Promise<{ readonly workflow: Workflow; readonly isNew: boolean }>
}

/** One import within its transaction. Everything is decided before the first row is written, so that a refusal leaves nothing to undo. */
export class ImportWriting {
  private readonly parts: Parts

  constructor(parts: Parts) {
    this.parts = parts
  }

  /** Writes the log under the workflow named, else under the one that it shows. Nothing where something is refused. */
  async write(workflow: string | null): Promise<Written> {
    const { tx, log, refused } = this.parts
    await unhurried(tx)
    await lockImports(tx)
    const known = await fingerprintsOf(
      tx,
      log.orders.map((order) => order.number),
    )
    const { fresh, duplicates } = sortOut(log, known, refused)
    if (refused.count > 0) return NOTHING
    if (fresh.length === 0) return { ...NOTHING, duplicates }
    await lockWorkflows(tx)
    const newest = await this.newestWorkflows()
    const choice = refused.try(null, () => (workflow === null ? this.discovered(newest) : this.named(newest, workflow)))
    return choice && refused.count === 0 ? { ...(await this.store(fresh, choice)), duplicates } : NOTHING
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

  private async store(fresh: readonly NewOrder[], choice: Choice): Promise<Written> {
    const { tx, baton, log, progress } = this.parts
    progress(`${log.name}: writing ${fresh.length} orders`)
    const directory = await ensureDirectory(tx, log, choice.needsUnknown)
    const { workflow, isNew } = await choice.choose(directory)
    const frame = { log, workflow, keys: choice.keys, directory, recordedAt: baton.clock() }
    const ids = await allocateOrderIds(tx, fresh.length)
    const logged = fresh.map(({ order }) => order)
    const told = tellOrders(frame, logged, ids)
    const events = await this.insert(told, fresh, workflow)
    return {
      ...NOTHING,
      ...countOf(told),
      events,
      departments: directory.departments.added,
      people: directory.people.added,
      workflows: isNew ? 1 : 0,
    }
  }

  private async insert(told: Told, fresh: readonly NewOrder[], workflow: Workflow): Promise<number> {
    const { tx, baton } = this.parts
    const rows = told.orders.map((order, index) => ({ order, fingerprint: fresh[index]!.fingerprint }))
    await insertOrders(tx, rows, new Map([[workflow.id, workflow]]))
    const at = baton.clock()
    const imported = { type: 'ORDERS_IMPORTED', at, payload: { orderCount: rows.length } } as const
    const events = [...told.events, referenceEvent(imported, null, at)]
    await insertEvents(tx, events)
    await analyze(tx)
    return events.length
  }
}

function countOf({ orders }: Told): Pick<Written, 'orders' | 'steps' | 'runs'> {
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
