import { once } from 'node:events'
import net from 'node:net'
import postgres, { type Sql } from 'postgres'
import { afterEach, expect, inject, test } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { openProxy } from './proxy.ts'

/** What the driver must bear; `patches/postgres+3.4.9.patch` is there for it. None of this may reach the process. */
const open: { end(options: { timeout: number }): Promise<void> }[] = []
afterEach(async () => {
  for (const sql of open.splice(0)) await sql.end({ timeout: 1 })
})

function connect(url: string, options: postgres.Options<Record<string, never>> = {}): Sql {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {}, ...options })
  open.push(sql)
  return sql
}

const pidOf = async (sql: postgres.ISql): Promise<number> => (await sql`select pg_backend_pid() as pid`)[0]!.pid

onDatabase('PostgreSQL', () => {
  const url = () => inject('postgresUrl')!

  /** Ends a backend and waits until it is gone. */
  async function terminate(pid: number): Promise<void> {
    const [gone] = await connect(url())`select pg_terminate_backend(${pid}, 10000) as gone`
    expect(gone).toEqual({ gone: true })
  }

  test('a transaction whose backend dies is refused, and the connection serves the next one', async () => {
    const sql = connect(url())
    const dead = sql.begin(async (tx) => {
      await terminate(await pidOf(tx))
      await tx`select 1`
    })
    await expect(dead).rejects.toMatchObject({ code: expect.stringMatching(/CONNECTION_CLOSED|ECONNRESET|EPIPE/) })
    expect(await sql.begin((tx) => tx`select 2 as two`)).toEqual([{ two: 2 }])
  })

  test('what a transaction says after its backend died is not said to another backend', async () => {
    const sql = connect(url())
    await sql`drop table if exists said`
    await sql`create table said (word text)`
    const said = Promise.withResolvers<unknown>()
    const dead = sql.begin(async (tx) => {
      await tx`insert into said values ('first')`
      await terminate(await pidOf(tx))
      await sql`select 'another backend'`
      await tx`insert into said values ('second')`.then(said.resolve, said.resolve)
    })
    await expect(dead).rejects.toThrow()
    expect(await said.promise).toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(await sql`select word from said`).toEqual([])
  })

  test('what a dead transaction takes back is its own, not what another does on the same connection', async () => {
    const sql = connect(url())
    await sql`drop table if exists kept`
    await sql`create table kept (word text)`
    const living = Promise.withResolvers<void>()
    const isTakenBack = Promise.withResolvers<void>()
    const dead = sql.begin(async (tx) => {
      await terminate(await pidOf(tx))
      await living.promise
      setImmediate(isTakenBack.resolve)
      throw new Error('taken back')
    })
    const other = sql.begin(async (tx) => {
      await tx`insert into kept values ('kept')`
      living.resolve()
      await isTakenBack.promise
    })
    await expect(dead).rejects.toThrow()
    await other
    expect(await sql`select word from kept`).toEqual([{ word: 'kept' }])
  })

  test('a statement that waits to be written when the connection closes is refused, and the next one is written', async () => {
    const sockets: net.Socket[] = []
    const sql = connect(url(), socketsOf(url(), sockets))
    await sql`select 1`
    await new Promise((resolve) => setImmediate(resolve))
    const unsent = sql`select 'never sent'`.catch((error) => error)
    sockets[0]!.destroy()
    expect(await unsent).toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
  })

  test.each(['cut', 'reset'] as const)(
    'a connection that is %s in a transaction refuses all that waits, and serves the next one',
    async (end) => {
      const proxy = await openProxy(url(), (statement, link) => {
        if (statement.includes('fatal')) link[end]()
      })
      const sql = connect(proxy.url)
      const late = Promise.withResolvers<unknown>()
      const dead = sql.begin(async (tx) => {
        await tx`select 1`
        await Promise.allSettled([tx`select 'fatal'`, tx`select 2`])
        await tx`select 3`.then(late.resolve, late.resolve)
      })
      await expect(dead).rejects.toThrow()
      expect(await late.promise).toBeInstanceOf(Error)
      expect(await sql.begin((tx) => tx`select 4 as four`)).toEqual([{ four: 4 }])
      expect(await sql`select 5 as five`).toEqual([{ five: 5 }])
      await proxy.close()
    },
  )

  test('a connection that is reset while it is made is made anew or refused, and the process lives', async () => {
    let resets = 0
    const proxy = await openProxy(url(), (statement, link) => {
      if (statement.includes('pg_catalog.pg_type') && resets++ < 2) link.reset()
    })
    const sql = connect(proxy.url)
    await expect(sql`select 1 as one`).rejects.toThrow()
    await expect(sql`select 1 as one`).rejects.toThrow()
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
    await proxy.close()
  })

  test('a pool whose backends are all killed at once, again and again, has each of its connections in the end', async () => {
    const sql = connect(url(), { max: 5, backoff: () => 0.05, connection: { application_name: 'driver-pool' } })
    const admin = connect(url())
    for (let round = 0; round < 10; round++) {
      const under = Array.from({ length: 10 }, () => sql.begin((tx) => [tx`select 1`, tx`select pg_sleep(0.01)`]))
      const ends = Promise.allSettled(under)
      await admin`select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'driver-pool'`
      await ends
    }
    expect(new Set(await meet(sql, 5)).size).toBe(5)
  })
})

/** As many transactions at once, each on a connection of its own: none ends before all have begun. */
async function meet(sql: Sql, count: number): Promise<number[]> {
  const allHere = Promise.withResolvers<void>()
  let here = 0
  const turn = async (tx: postgres.TransactionSql) => {
    const pid = await pidOf(tx)
    if (++here === count) allHere.resolve()
    await allHere.promise
    return pid
  }
  return Promise.all(Array.from({ length: count }, () => sql.begin(turn)))
}

function socketsOf(url: string, sockets: net.Socket[]): object {
  const { hostname, port } = new URL(url)
  const socket = async () => {
    const made = net.connect(Number(port), hostname)
    sockets.push(made)
    await once(made, 'connect')
    return made
  }
  return { socket }
}
