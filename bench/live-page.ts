import { sql } from 'drizzle-orm'
import { type Browser, chromium, type Page } from 'playwright-core'
import { rows } from '../server/storage/database.ts'
import { unpackChromium } from '../tests/support/chromium.ts'
import { openStillCompany, type StillCompany } from '../tests/web/still-company.ts'

/** Steps in the queue that is looked at; each is told all the time to be given to somebody. */
const STEPS = 200
/** Events a transaction, and so a frame. */
const BATCH = 20
const EVENTS_A_SECOND = 200
const ASSIGN = 'mutation ($input: AssignStepInput!) { assignStep(input: $input) { step { version } } }'
const COPIED = [
  'type',
  'at',
  'recorded_at',
  'actor',
  'reason',
  'order_id',
  'position',
  'department_id',
  'imported',
  'payload',
  'payload_version',
]
const MEMBERS = '{ department(key: "order-desk") { members(first: 2) { edges { node { key } } } } }'

/**
 * A clerk's queue of 200 steps in a real browser: first while nothing happens, then while 200 events a second do. Prints the
 * times between frames and the long tasks of both, and their ratio.
 */
export async function livePage(seconds = 15): Promise<void> {
  const company = await openStillCompany()
  const browser = await launch()
  try {
    await fillQueue(company)
    const page = await openQueue(browser, company.url)
    const received = await countEvents(page)
    const quiet = await measure(page, seconds)
    const [before, writing] = [received(), keepTelling(company, seconds)]
    const busy = await measure(page, seconds)
    const rate = (received() - before) / seconds
    await writing
    report(quiet, busy, rate)
  } finally {
    await browser.close()
    await company.close()
  }
}

/** Puts the steps there, each with somebody of the department. */
async function fillQueue({ admin, place }: StillCompany): Promise<void> {
  const { department } = await admin.tell(MEMBERS)
  const members: string[] = department.members.edges.map((edge: { node: { key: string } }) => edge.node.key)
  for (let number = 0; number < STEPS; number++) {
    const [order, holder] = [`BENCH-${number}`, members[number % members.length]]
    await place(order)
    await admin.tell(ASSIGN, { input: { order, step: 'enter-order', holder } })
  }
}

async function launch(): Promise<Browser> {
  const { executable, fontconfig } = await unpackChromium()
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath: executable, args, env: { ...process.env, FONTCONFIG_FILE: fontconfig } })
}

async function openQueue(browser: Browser, baseURL: string): Promise<Page> {
  const page = await browser.newPage({ baseURL, viewport: { width: 1280, height: 900 } })
  await page.addInitScript(() => localStorage.setItem('baton-tour', 'seen'))
  await page.request.post('/session', { data: { person: 'denise.kowalczyk' } })
  await page.goto('/departments/order-desk/queue')
  return page
}

/** How many events have come to the page over the queue's own subscription. */
async function countEvents(page: Page): Promise<() => number> {
  let events = 0
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      events += String(payload).includes('"holds"') ? (String(payload).match(/"__typename"/g)?.length ?? 0) : 0
    }),
  )
  await page.reload()
  await page.getByText(/^\d+ in all$/).waitFor()
  return () => events
}

type Figures = {
  readonly median: number
  readonly p95: number
  readonly worst: number
  readonly longTasks: number
  readonly blocked: number
}

/** Milliseconds between animation frames, and the tasks of more than 50 ms. */
function measure(page: Page, seconds: number): Promise<Figures> {
  return page.evaluate(async (length) => {
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
    observer.observe({ type: 'longtask' })
    const gaps: number[] = []
    const begun = performance.now()
    let last = begun
    while (last - begun < length) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      gaps.push(now - last)
      last = now
    }
    observer.disconnect()
    gaps.sort((one, other) => one - other)
    const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0
    const blocked = tasks.reduce((sum, task) => sum + task - 50, 0)
    return { median: at(0.5), p95: at(0.95), worst: at(1), longTasks: tasks.length, blocked }
  }, seconds * 1_000)
}

/**
 * Tells again and again of what was done once: the page has the same to do as for new facts, and neither the mutations nor the
 * embedded database decide how many there are a second.
 */
async function keepTelling({ baton }: StillCompany, seconds: number): Promise<void> {
  const told = await rows<{ id: string }>(
    baton.database.pool,
    sql`select id from event where type = 'STEP_ASSIGNED'
    and imported = false order by id desc limit ${STEPS}`,
  )
  const end = Date.now() + seconds * 1_000
  for (let round = 0; Date.now() < end; round++) {
    const due = Date.now() + (1_000 * BATCH) / EVENTS_A_SECOND
    const part = Array.from({ length: BATCH }, (_, index) => Number(told[(round * BATCH + index) % told.length]!.id))
    await baton.database.transaction((tx) => tx.execute(again(part)))
    baton.feed.wake()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())))
  }
}

function again(ids: readonly number[]) {
  const columns = sql.raw(COPIED.join(', '))
  return sql`insert into event (${columns}) select ${columns} from event where id in (${sql.raw(ids.join(', '))})`
}

function report(quiet: Figures, busy: Figures, rate: number): void {
  const line = (name: string, one: Figures) =>
    `${name}: frames ${one.median.toFixed(1)} ms in the median, ${one.p95.toFixed(1)} p95, ${one.worst.toFixed(0)} at most; ${one.longTasks} long tasks, ${one.blocked.toFixed(0)} ms beyond 50 ms`
  console.log(line('no events', quiet))
  console.log(line(`${rate.toFixed(0)} events a second`, busy))
  const ratio = (of: (one: Figures) => number) => (of(busy) / of(quiet)).toFixed(2)
  console.log(`ratio: median ${ratio((one) => one.median)}, p95 ${ratio((one) => one.p95)}`)
}
