import { firstDifference } from '../domain/difference.ts'
import { badInput, Refusal } from '../domain/refusal.ts'
import type { Requirement } from '../domain/requirement.ts'
import { parseTimeZone } from '../domain/time.ts'
import { toKeys } from '../interop/export/keyed.ts'
import type { ObjectType } from '../interop/export/object-id.ts'
import type { Named, OwnExport } from '../interop/export/own-export.ts'
import type { OwnObject } from '../interop/export/own-schemas.ts'
import type { Tx } from '../storage/database.ts'
import { addAcknowledgements, insertRevokedToken, setLead } from '../storage/export-restore.ts'
import {
  ensureCustomers,
  ensureDepartments,
  ensurePeople,
  ensureProducts,
  type Keyed,
} from '../storage/import-queries.ts'
import { insertRequirement, nextRequirementId } from '../storage/requirement-save.ts'
import { insertWorkflow } from '../storage/workflow-save.ts'
import type { Baton } from './baton.ts'
import { type ExportedReference, KeyBook, loadReference } from './export-keys.ts'
import type { RestoredNumbers } from './restore-export-numbers.ts'

type Parts = {
  readonly tx: Tx
  readonly baton: Baton
  readonly own: OwnExport
  readonly numbers: RestoredNumbers
}
export type RestoredCounts = { readonly departments: number; readonly people: number; readonly workflows: number }

/**
 * Restores all that is not an order. Who and what is known by its key stays as it is; a workflow or requirement that is known must be the same, since
 * orders are told in its terms.
 */
export class ReferenceRestoring {
  private readonly parts: Parts
  private readonly known: ExportedReference
  private readonly book: KeyBook

  private constructor(parts: Parts, known: ExportedReference) {
    this.parts = parts
    this.known = known
    this.book = new KeyBook(known)
  }

  static async run(parts: Parts): Promise<RestoredCounts> {
    const restoring = new ReferenceRestoring(parts, await loadReference(parts.tx))
    const staff = await restoring.staff()
    await restoring.market()
    await restoring.integrations()
    const workflows = await restoring.workflows()
    await restoring.requirements()
    return { ...staff, workflows }
  }

  private async staff(): Promise<Omit<RestoredCounts, 'workflows'>> {
    const { tx, own, numbers } = this.parts
    const departments = [...own.objects('department')]
    for (const { id, whole } of departments) parseTimeZone(`${id}, timeZone`, whole.timeZone)
    const ensured = await ensureDepartments(
      tx,
      departments.map(({ whole }) => ({ ...plain(whole), leadId: null })),
    )
    this.put(departments, ensured, (whole) => whole.key)
    const people = [...own.objects('person')]
    const ensuredPeople = await ensurePeople(
      tx,
      people.map(({ id, whole }) => numbers.resolve(id, { phone: null, ...whole })),
    )
    this.put(people, ensuredPeople, (whole) => whole.key)
    const before = new Set(this.known.departments.map((one) => one.key))
    for (const { id, whole } of departments) {
      const { leadId } = numbers.resolve<{ readonly leadId: number | null }>(id, whole)
      if (leadId !== null && !before.has(whole.key)) await setLead(tx, ensured.ids.get(whole.key)!, leadId)
    }
    return { departments: ensured.added, people: ensuredPeople.added }
  }

  private async market(): Promise<void> {
    const { tx, own, numbers } = this.parts
    const customers = [...own.objects('customer')]
    const rows = customers.map(({ id, whole }) =>
      numbers.resolve<Parameters<typeof ensureCustomers>[1][number]>(id, whole),
    )
    this.put(customers, await ensureCustomers(tx, rows), (whole) => whole.key)
    const products = [...own.objects('product')]
    const ensured = await ensureProducts(
      tx,
      products.map(({ whole }) => whole),
    )
    this.put(products, ensured, (whole) => whole.sku)
  }

  private async integrations(): Promise<void> {
    const { tx, baton, own, numbers } = this.parts
    for (const { id, whole } of own.objects('integration')) {
      const { name, createdAt } = whole
      const known = this.known.integrations.find((one) => one.name === name && one.createdAt === createdAt)
      numbers.put(id, known?.id ?? (await insertRevokedToken(tx, name, createdAt, baton.clock())))
    }
  }

  private put<W>(objects: readonly Named<W>[], { ids }: Keyed, keyOf: (whole: W) => string): void {
    for (const { id, whole } of objects) this.parts.numbers.put(id, ids.get(keyOf(whole))!)
  }

  /** How many versions were added. */
  private async workflows(): Promise<number> {
    const { tx, own, numbers } = this.parts
    let added = 0
    for (const { id, whole } of own.objects('workflow')) {
      const known = this.known.workflows.find((one) => one.key === whole.key && one.version === whole.version)
      if (known) this.expectSame(id, 'workflow', known, whole, ['name', 'appliesWhen', 'steps'])
      else checkSteps(id, whole.steps)
      const { steps, ...header } = numbers.resolve<RestoredWorkflow>(id, whole)
      numbers.put(id, known?.id ?? (await insertWorkflow(tx, header, steps)))
      if (!known) added += 1
    }
    return added
  }

  private async requirements(): Promise<void> {
    const { tx, own, numbers } = this.parts
    const read: { requirementId: number; personId: number; at: number }[] = []
    for (const { id, whole } of own.objects('requirement')) {
      const { acknowledgements, seriesId: series, supersedesId: earlier, ...row } = whole
      const known = this.known.requirements.find((one) => this.book.idOf('requirement', one.id) === id)
      if (known) this.expectSame(id, 'requirement', known, whole, REQUIREMENT_FIELDS)
      else this.expectNewSeries(id, series)
      const number = known?.id ?? (await nextRequirementId(tx))
      numbers.put(id, number)
      const told = numbers.resolve<Requirement>(id, { ...row, seriesId: series, supersedesId: earlier })
      if (!known) await insertRequirement(tx, { ...told, id: number })
      read.push(...acknowledgements.map((one) => ({ ...numbers.resolve<Reader>(id, one), requirementId: number })))
    }
    await addAcknowledgements(tx, read)
  }

  /** A version that follows one which stands here already would have to end that one: it is not for a file to say. */
  private expectNewSeries(id: string, series: string): void {
    const isKnown = this.known.requirements.some((one) => this.book.idOf('requirement', one.id) === series)
    if (isKnown) throw conflicting(id, `there is ${series} already, without this version`)
  }

  private expectSame(id: string, type: ObjectType, known: object, told: object, fields: readonly string[]): void {
    const pick = (from: object) =>
      Object.fromEntries(fields.map((name) => [name, (from as Record<string, unknown>)[name]]))
    const found = firstDifference(toKeys(pick(known), this.book.keyOf), pick(told))
    if (!found) return
    const { path, left, right } = found
    throw conflicting(
      id,
      `there is a ${type} by that name already whose ${path} is ${shown(left)}, not ${shown(right)}`,
    )
  }
}

type RestoredWorkflow = Parameters<typeof insertWorkflow>[1] & { readonly steps: Parameters<typeof insertWorkflow>[2] }
type Reader = { readonly personId: number; readonly at: number }

const REQUIREMENT_FIELDS = [
  ...['kind', 'title', 'details', 'formUrl', 'workflowKey', 'stepKeys', 'duration', 'clock'],
  ...['appliesWhen', 'owedById', 'bindsOpenOrders', 'effectiveFrom'],
]

/** Each step stands at its place, is named once and depends on others that are there. */
function checkSteps(id: string, steps: OwnObject<'workflow'>['steps']): void {
  const keys = new Set(steps.map((step) => step.key))
  if (keys.size < steps.length) throw badInput(id, 'has two steps of one key')
  steps.forEach((step, place) => {
    if (step.position !== place)
      throw badInput(`${id}, steps.${place}.position`, 'is not its place', step.position, place)
    const unknown = step.dependsOn.find((key) => !keys.has(key) || key === step.key)
    if (unknown !== undefined)
      throw badInput(`${id}, steps.${place}.dependsOn`, 'names no other step', unknown, [...keys])
  })
}

function conflicting(id: string, problem: string): Refusal {
  return new Refusal('CONFLICT', `${id}: ${problem}`, { field: id })
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function plain({ leadId: _, ...department }: OwnObject<'department'>) {
  return department
}
