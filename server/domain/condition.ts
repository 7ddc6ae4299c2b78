import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { badInput } from './refusal.ts'

/** What a condition can ask of an order, as `order.…` in CEL. What is not known is `''`. */
export type OrderFacts = {
  readonly number: string
  readonly customer: string
  readonly isNewCustomer: boolean
  readonly rep: string
  readonly channel: string
  readonly circumstances: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly lines: readonly LineFacts[]
}
type LineFacts = { readonly sku: string; readonly category: string; readonly quantity: number }

/** Longest condition, in characters. */
export const CONDITION_LIMIT = 2_000
/** Loops within loops: two over 250 lines are 62,500 turns, three would be 15 million. */
const LOOP_DEPTH = 2
const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
/** Not offered: `matches` runs in exponential time on the wrong pattern, `bind` can double a value at each turn. */
const WITHHELD = new Set(['matches', 'bind'])
/** Characters that a refusal shows of each thing that the order says. */
const SHOWN = 120
/** Conditions come from published versions, so there are few; this only bounds what trying many out would keep. */
const KEPT = 1_000

class Line {
  readonly sku: string
  readonly category: string
  readonly quantity: number
  constructor(line: LineFacts) {
    this.sku = line.sku
    this.category = line.category
    this.quantity = line.quantity
  }
}

class OrderValue {
  readonly lines: readonly Line[]
  constructor(facts: OrderFacts) {
    Object.assign(this, facts)
    this.lines = facts.lines.map((line) => new Line(line))
  }
}

const environment = new Environment({ limits: { maxAstNodes: 1_000, maxDepth: 50 } })
  .registerType('Line', { ctor: Line, fields: { sku: 'string', category: 'string', quantity: 'double' } })
  .registerType('Order', {
    ctor: OrderValue,
    fields: {
      number: 'string',
      customer: 'string',
      isNewCustomer: 'bool',
      rep: 'string',
      channel: 'string',
      circumstances: 'list<string>',
      attributes: 'map<string, string>',
      lines: 'list<Line>',
    },
  })
  .registerVariable('order', 'Order')
  .registerOperator('double == int', (left: number, right: bigint) => left === Number(right))

type Compiled = { readonly fault: string } | { readonly fault: null; readonly holds: (facts: OrderFacts) => boolean }

const compiled = new Map<string, Compiled>()

function compile(source: string): Compiled {
  const known = compiled.get(source)
  if (known) return known
  const fresh = compileAnew(source)
  if (compiled.size >= KEPT) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(source, fresh)
  return fresh
}

function compileAnew(source: string): Compiled {
  if (source.length > CONDITION_LIMIT) return { fault: `is longer than ${CONDITION_LIMIT} characters` }
  const { valid, type, error } = environment.check(source)
  if (!valid) return { fault: error?.summary ?? 'is not CEL' }
  if (type !== 'bool') return { fault: `is ${type}, not bool` }
  const parsed = environment.parse(source)
  const fault = costFault(parsed.ast, 0)
  if (fault !== null) return { fault }
  return { fault: null, holds: (facts) => parsed({ order: new OrderValue(facts) }) === true }
}

/** What would let a condition run for longer than a request may take. */
function costFault(node: ASTNode, depth: number): string | null {
  const call = node.op === 'call' || node.op === 'rcall' ? node.args[0] : null
  if (call !== null && WITHHELD.has(call)) return `${call} is not offered`
  const inner = call !== null && LOOPS.has(call) ? depth + 1 : depth
  if (inner > LOOP_DEPTH) return `has more than ${LOOP_DEPTH} loops within each other`
  const [receiver, ...others] = nodesIn(node.args)
  const within = node.op === 'rcall' ? depth : inner
  return first(receiver ? costFault(receiver, within) : null, ...others.map((other) => costFault(other, inner)))
}

function nodesIn(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn)
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []
}

function first(...faults: readonly (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null
}

/** What is wrong with a CEL condition over an order, or null: it must type-check and be bool. */
export function conditionFault(source: string): string | null {
  return compile(source).fault
}

/**
 * Whether the condition of `whose` holds; null holds always. Refuses (BAD_USER_INPUT, `appliesWhen`) where it cannot be said, e.g. for
 * an attribute that this order does not have and the condition did not ask for by `has()`: with whose it is, and with what the order says.
 */
export function conditionHolds(source: string | null, facts: OrderFacts, whose: string): boolean {
  if (source === null) return true
  const condition = compile(source)
  if (condition.fault !== null) throw badInput('appliesWhen', `${whose}: ${condition.fault}`, source)
  try {
    return condition.holds(facts)
  } catch (error) {
    throw badInput('appliesWhen', `${whose}: ${source}: ${summaryOf(error)}${saidBy(facts, source)}`, source)
  }
}

/** What of the order the condition asks. */
function saidBy(facts: OrderFacts, source: string): string {
  const asked = new Set(['number', ...[...source.matchAll(/\border\.(\w+)/g)].map(([, name]) => name!)])
  const told = new Map(Object.entries(facts).filter(([, value]) => value !== ''))
  const known = [...asked].filter((name) => told.has(name))
  return known.map((name) => `; order.${name} is ${cut(JSON.stringify(told.get(name)))}`).join('')
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text
}

function summaryOf(error: unknown): string {
  return error instanceof Error && 'summary' in error ? String(error.summary) : String(error)
}
