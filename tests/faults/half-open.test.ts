import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { type Database, openPostgres } from '../../server/storage/database.ts'
import { type Answer, actAs } from '../support/client.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { expectNothingLost } from './endured.ts'
import { endure, inWords, type Trouble } from './ordeal.ts'
import { prepare, verifyThere } from './premises.ts'
import { type Cable, openProxy } from './proxy.ts'

const LIMIT = 180_000
const CONNECTIONS = 3
/** Short, for what needs no more than the order of things. */
const CARE = { period: 50, patience: 400 }

type Noticed = { readonly answer: Answer; readonly seconds: { readonly [what: string]: number } }

onDatabase('PostgreSQL', () => {
  test('a link that is cut without a word is noticed, what waits is refused, and nothing is lost when it is back', {
    timeout: LIMIT,
  }, async () => {
    const { url, drop } = await createPostgres()
    const folder = await mkdtemp(join(tmpdir(), 'baton-half-open-'))
    const cable = await openProxy(url, () => {})
    const noticed: Noticed[] = []
    const endured = await endure(await prepare(cable.url, folder), cutTwice(cable, noticed))
    await cable.close()
    await drop()
    await rm(folder, { recursive: true })
    for (const { seconds } of noticed) console.log(`after the cut of the link, in seconds: ${JSON.stringify(seconds)}`)
    console.log(inWords(endured))
    expect(endured.startTimes, 'it was started once').toHaveLength(1)
    for (const { answer } of noticed)
      expect(answer.errors).toEqual([expect.objectContaining({ message: 'The database does not answer' })])
    expectNothingLost(endured)
  })

  test('a statement is not cut while the link is alive, however long it takes and however busy the connections are', async () => {
    const { url, drop } = await createPostgres()
    let questions = 0
    const enough = Promise.withResolvers<void>()
    const cable = await openProxy(url, (statement) => {
      if (statement.trim() === 'select 1' && ++questions > 20) enough.resolve()
    })
    const database = await openPostgres(cable.url, { connections: CONNECTIONS, care: CARE })
    const gate = await openPostgres(url, { connections: 1 })
    const long = await gate.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(1)`)
      const waiting = Array.from({ length: 2 * CONNECTIONS }, () => waitForLock(database))
      await enough.promise
      return { waiting }
    })
    await Promise.all(long.waiting)
    for (const one of [database, gate]) await one.close()
    await cable.close()
    await drop()
  })
})

const waitForLock = ({ pool }: Database) => pool.execute(sql`select pg_advisory_xact_lock_shared(1)`)

/** The second time there are connections that were made after the first. */
function cutTwice(cable: Cable, noticed: Noticed[]): Trouble {
  return async ({ premises, service, load }) => {
    await service.start()
    for (let time = 0; time < 2; time++) {
      await load.answered(50)
      noticed.push(await service.outlives(cut(cable, await service.url, premises.adminToken)))
      await load.answered(50)
    }
    return [await verifyThere(premises)]
  }
}

/** Until it is ready again. */
async function cut(cable: Cable, url: string, token: string): Promise<Noticed> {
  const began = performance.now()
  const since = () => Math.round(performance.now() - began) / 1_000
  const abandoned = cable.hush().then(since)
  const answered = actAs(url, token)
    .ask('{ orders(first: 1) { totalCount } }')
    .then((answer) => ({ answer, refused: since() }))
  await readiness(url, 503)
  const notReady = since()
  const { answer, refused } = await answered
  const seconds = { notReady, refused, abandoned: await abandoned }
  cable.up()
  const up = since()
  await readiness(url, 200)
  return { answer, seconds: { ...seconds, readyAfterItWasBack: since() - up } }
}

async function readiness(url: string, status: number): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== status) await pause(10)
}
