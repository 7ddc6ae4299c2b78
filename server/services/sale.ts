import { stepApplies, workflowApplies } from '../domain/applying.ts'
import type { OrderFacts } from '../domain/condition.ts'
import { parseQuantity } from '../domain/decimal.ts'
import type { Product } from '../domain/directory.ts'
import { badInput, notFound, Refusal } from '../domain/refusal.ts'
import { requireText } from '../domain/text.ts'
import { parseTimeZone } from '../domain/time.ts'
import type { Decimal } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from '../storage/database.ts'
import { productsBySkus } from '../storage/product-queries.ts'
import type { Directory } from './directory.ts'

const LINE_LIMIT = 250
const CIRCUMSTANCE_LIMIT = 50
export const NAME_LIMIT = 120

/** What of a sale is said alike by who places it and by who asks what could be promised for it. */
export type SaleInput = {
  readonly workflow?: string | null | undefined
  readonly lines: readonly { readonly sku: string; readonly quantity: Decimal }[]
  readonly circumstances?: readonly string[] | null | undefined
  readonly channel?: string | null | undefined
  readonly timeZone?: string | null | undefined
}

/** Refuses lists that are empty or too long, quantities that are none, and blank words, each by its field. */
export function checkSale({ lines, circumstances, channel }: SaleInput): void {
  if (lines.length === 0) throw badInput('input.lines', 'is empty', [], 1)
  checkLimit('input.lines', lines.length, LINE_LIMIT)
  lines.forEach(({ quantity }, place) => void parseQuantity(`input.lines.${place}.quantity`, quantity))
  checkLimit('input.circumstances', circumstances?.length ?? 0, CIRCUMSTANCE_LIMIT)
  circumstances?.forEach((one, place) => void requireText(`input.circumstances.${place}`, one, NAME_LIMIT))
  if (channel != null) requireText('input.channel', channel, NAME_LIMIT)
}

function checkLimit(field: string, actual: number, limit: number): void {
  if (actual > limit)
    throw new Refusal('LIMIT_EXCEEDED', `${field}: ${actual}, at most ${limit}`, { field, limit, actual })
}

/** The products of the lines by their SKU; NOT_FOUND names the first line whose product is not there. */
export async function findProducts(tx: Tx, { lines }: SaleInput): Promise<ReadonlyMap<string, Product>> {
  const products = await productsBySkus(tx, [...new Set(lines.map((line) => line.sku))])
  lines.forEach(({ sku }, place) => {
    if (!products.has(sku)) throw notFound(`input.lines.${place}.sku`, sku)
  })
  return products
}

type Known = Pick<OrderFacts, 'number' | 'customer' | 'isNewCustomer' | 'rep'>

/** What conditions can ask of the sale. */
export function factsOf(input: SaleInput, products: ReadonlyMap<string, Product>, known: Known): OrderFacts {
  const lines = input.lines.map(({ sku, quantity }) => {
    return { sku, category: products.get(sku)?.category ?? '', quantity: Number(quantity) }
  })
  return { ...known, channel: input.channel ?? '', circumstances: input.circumstances ?? [], attributes: {}, lines }
}

/** The workflow named, in its newest version; else the most recently published whose condition fits the order. */
export function chooseWorkflow(directory: Directory, { workflow: key }: SaleInput, facts: OrderFacts): Workflow {
  if (key != null) {
    const named = directory.workflow(key)
    if (named) return named
    throw notFound('input.workflow', key)
  }
  const chosen = directory.currentWorkflows().findLast((one) => !one.discovered && workflowApplies(one, facts))
  if (!chosen) throw badInput('input.workflow', 'no published workflow is for this order: name one')
  return chosen
}

/** The zone said; else that of the department whose step, of those that apply, delivers last. */
export function zoneOf(directory: Directory, { timeZone }: SaleInput, workflow: Workflow, facts: OrderFacts): string {
  if (timeZone != null) return parseTimeZone('input.timeZone', timeZone)
  const applies = stepApplies(workflow, facts)
  const delivering = workflow.steps.findLast((step) => step.delivers && applies(step))
  return directory.departments.byId(delivering?.departmentId ?? null)?.timeZone ?? 'UTC'
}
