import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import postgres from 'postgres'
import { SERVER } from './harness.ts'

const ORDERS = [1, 4, 41, 82, 1_000, 49_999, 100_000, 150_008, 199_996, 200_000]
const REPS = [1, 17, 40]
const DEPARTMENTS = [1, 5, 8]

const DOCUMENTS = JSON.parse(readFileSync(fileURLToPath(new URL('baton.json', import.meta.url)), 'utf8'))
const ORDER_STATES: Readonly<Record<string, string>> = { open: 'OPEN', done: 'DELIVERED', cancelled: 'CANCELLED' }
const STEP_STATES: Readonly<Record<string, string>> = {
  pending: 'WAITING',
  ready: 'READY',
  active: 'IN_PROGRESS',
  done: 'DONE',
}
const MOVES: ReadonlySet<string> = new Set(['moved', 'note'])

// biome-ignore lint/suspicious/noExplicitAny: two servers' answers, compared with each other
type Answer = any
type Ask = (read: string, variables: object) => Promise<Answer>

/**
 * Throws unless Baton answers what the limit and the comparison's tables say, for a handful of orders, reps and departments and whoever asks: no
 * figure is worth printing when the two say different things.
 */
export async function requireSameFacts(limitUrl: string, batonUrl: string, tokens: readonly string[]): Promise<void> {
  const sql = postgres(`${SERVER}/perf`, { max: 1, connection: { search_path: 'app', TimeZone: 'UTC' } })
  try {
    for (const token of tokens) {
      const ask = askBaton(batonUrl, token)
      for (const id of ORDERS) await requireSameOrder(limitUrl, ask, `SO-${String(id).padStart(7, '0')}`)
      for (const id of REPS) await requireSameOrders(sql, ask, id)
      for (const id of DEPARTMENTS) await requireSameQueue(sql, ask, id)
    }
  } finally {
    await sql.end()
  }
}

async function requireSameOrder(limitUrl: string, ask: Ask, number: string): Promise<void> {
  const { order } = await post(limitUrl, { id: 'trace', variables: { number } }, {})
  const mine = (await ask('trace', { number })).order
  const theirs = {
    number,
    state: ORDER_STATES[order.status],
    version: order.priority + 1,
    placedAt: at(order.createdAt),
    promisedDate: new Date(order.dueAt).toISOString().slice(0, 10),
    channel: order.customer.region,
    customer: { name: order.customer.name, key: order.customer.email },
    rep: order.rep,
    steps: order.steps.map(stepOf),
    events: order.events.toReversed().map(eventOf),
  }
  const events = mine.events.edges.map(({ node: { id: _, ...event } }: Answer) => ({ ...event, at: at(event.at) }))
  same(`order ${number}`, theirs, {
    ...mine,
    placedAt: at(mine.placedAt),
    steps: mine.steps.map(withoutKeys),
    events,
  })
}

function stepOf({ seq, state, readyAt, startedAt, completedAt, department, holder }: Answer) {
  const times = { readyAt: at(readyAt), startedAt: at(startedAt), finishedAt: at(completedAt) }
  return { state: STEP_STATES[state], version: seq, ...times, department: { name: department.name }, holder }
}

function withoutKeys({ key: _, department, ...step }: Answer) {
  const times = { readyAt: at(step.readyAt), startedAt: at(step.startedAt), finishedAt: at(step.finishedAt) }
  return { ...step, ...times, department: { name: department.name } }
}

function eventOf({ kind, at: when, note, actor }: Answer) {
  return { type: MOVES.has(kind) ? 'STEP_ASSIGNED' : 'STEP_CHANGED', at: at(when), reason: note, actor }
}

async function requireSameOrders(sql: postgres.Sql, ask: Ask, rep: number): Promise<void> {
  const rows = await sql`
    select o.number, o.due_at::date::text as due, c.name as customer, s.state, d.name as department, h.name as holder
    from orders o join customers c on c.id = o.customer_id join order_steps s on s.id = o.current_step_id
    join departments d on d.id = s.department_id left join people h on h.id = s.holder_id
    where o.rep_id = ${rep} and o.status = 'open' order by o.due_at::date, o.id limit 50`
  const { edges, pageInfo } = (await ask('myOrders', { rep: `p${rep}` })).orders
  const mine = edges.map(({ node: { number, promisedDate, customer, current } }: Answer) => ({
    ...{ number, due: promisedDate, customer: customer.name, state: current[0].state },
    ...{ department: current[0].department.name, holder: current[0].holder?.name ?? null },
  }))
  same(`orders of rep ${rep}`, rows.map(inWords), mine)
  same(`orders of rep ${rep}: pageInfo`, { hasNextPage: true, endCursor: edges.at(-1).cursor }, pageInfo)
}

async function requireSameQueue(sql: postgres.Sql, ask: Ask, department: number): Promise<void> {
  const rows = await sql`
    select o.number, o.due_at::date::text as due, c.name as customer, c.region, s.state, s.ready_at::text as ready, h.name as holder
    from order_steps s join orders o on o.id = s.order_id join customers c on c.id = o.customer_id
    left join people h on h.id = s.holder_id
    where s.department_id = ${department} and s.queued order by o.due_at::date, s.ready_at, o.id, s.seq limit 50`
  const { edges, pageInfo } = (await ask('queue', { department: `d${department}` })).department.queue
  const mine = edges.map(({ node: { state, readyAt, holder, order } }: Answer) => ({
    ...{ number: order.number, due: order.promisedDate, customer: order.customer.name, region: order.channel },
    ...{ state, ready: at(readyAt), holder: holder?.name ?? null },
  }))
  const theirs = rows.map((row) => ({ ...inWords(row), ready: at(row.ready) }))
  same(`queue of department ${department}`, theirs, mine)
  same(`queue of ${department}: pageInfo`, { hasNextPage: true, endCursor: edges.at(-1).cursor }, pageInfo)
}

function inWords(row: Answer) {
  return { ...row, state: STEP_STATES[row.state] }
}

function at(text: string | null): number | null {
  return text === null ? null : Date.parse(text.replace(/\+00$/, '+00:00'))
}

function askBaton(url: string, token: string): Ask {
  return (read, variables) =>
    post(url, { query: DOCUMENTS[read].query, variables }, { authorization: `Bearer ${token}` })
}

async function post(url: string, body: object, headers: Record<string, string>): Promise<Answer> {
  const json = { 'content-type': 'application/json', ...headers }
  const answer = await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) })
  const { data, errors } = await answer.json()
  if (errors) throw new Error(`${url}: ${JSON.stringify(errors)}`)
  return data
}

function same(what: string, theirs: unknown, mine: unknown): void {
  if (isDeepStrictEqual(theirs, mine)) return
  throw new Error(`${what}: Baton says ${JSON.stringify(mine)}, the comparison ${JSON.stringify(theirs)}`)
}
