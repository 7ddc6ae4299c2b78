import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CompanySize, SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { seeded } from '../../server/demo/random.ts'
import { personViewer } from '../../server/domain/visibility.ts'
import { openBaton } from '../../server/services/baton.ts'
import { openSession } from '../../server/services/credential.ts'
import { ensureDemoCompany } from '../../server/services/demo.ts'
import { PaceMaker, type Timer } from '../../server/services/pace-maker.ts'
import { blockStep } from '../../server/services/step.ts'
import { verify } from '../../server/services/verify.ts'
import { type Database, openPostgres, rows } from '../../server/storage/database.ts'
import { createPostgres, eachDatabase, onDatabase } from '../support/database.ts'
import { NOW } from './ids.ts'

const FEW_ORDERS: CompanySize = { orders: 3, days: 2, customers: 34 }

/** A company whose clock and timer stand still until the pace-maker's next deed is wanted. */
async function company(database: Database, size: CompanySize, dice: () => number) {
  let now = NOW
  let random = dice
  const troubles: string[] = []
  const log = { info() {}, warn: (_: object, text: string) => void troubles.push(text), error() {} }
  await ensureDemoCompany({ database, clock: () => now }, { size, progress() {} })
  const baton = await openBaton({ database, clock: () => now, random: () => random(), log })
  onTestFinished(() => baton.close())
  let armed: Parameters<Timer> | null = null
  let isArmed = Promise.withResolvers<void>()
  const timer: Timer = (...args) => {
    armed = args
    isArmed.resolve()
    return () => {
      armed = null
    }
  }
  return {
    baton,
    timer,
    troubles,
    isArmed: () => armed !== null,
    roll: (other: () => number) => {
      random = other
    },
    /** Lets the time pass until the next deed, and that be done. */
    beat: async () => {
      const [pause, run] = armed!
      now += pause
      isArmed = Promise.withResolvers<void>()
      run()
      await isArmed.promise
    },
  }
}

async function one<T>(database: Database, query: ReturnType<typeof sql>): Promise<T> {
  const [row] = await rows<{ value: T }>(database.pool, query)
  return row!.value
}
const countEvents = (database: Database) => one<number>(database, sql`select count(*)::int as value from event`)
const stateOf = (database: Database, number: string) =>
  one<string>(database, sql`select state as value from orders where number = ${number}`)

describe('the pace-maker', () => {
  eachDatabase((open) => {
    test('moves an order through to delivery', async () => {
      const { baton, timer, beat, troubles } = await company(await open(), FEW_ORDERS, seeded(3).unit)
      const number = await one<string>(
        baton.database,
        sql`select number as value from orders where state = 'OPEN' limit 1`,
      )
      const paceMaker = new PaceMaker(baton, timer)
      let beats = 0
      while ((await stateOf(baton.database, number)) === 'OPEN' && beats < 1_000) {
        await beat()
        beats += 1
      }
      await paceMaker.stop()
      expect(await stateOf(baton.database, number)).toBe('DELIVERED')
      expect(troubles).toEqual([])
    })

    test('acts as members of the department that has the step', async () => {
      const { baton, timer, beat } = await company(await open(), FEW_ORDERS, seeded(5).unit)
      const before = await countEvents(baton.database)
      const paceMaker = new PaceMaker(baton, timer)
      for (let beats = 0; beats < 30; beats += 1) await beat()
      await paceMaker.stop()
      const strangers = await one<number>(
        baton.database,
        sql`select count(*)::int as value from event left join person on person.id = (actor->>'id')::bigint
          where event.id > ${before} and event.type = 'STEP_CHANGED' and event.payload->>'to' = 'IN_PROGRESS'
          and person.department_id is distinct from event.department_id`,
      )
      expect(await countEvents(baton.database)).toBeGreaterThan(before)
      expect(strangers).toBe(0)
    })
  })

  onDatabase('PGlite', (open) => {
    test('chooses another order when a person is there first', async () => {
      const { baton, timer, beat, roll, troubles } = await company(await open(), SMALL_COMPANY, () => 0.999)
      // With such dice it takes the last of all that is open.
      const [last] = await rows<{ id: number; number: string; step: string; holder: number }>(
        baton.database.pool,
        sql`select o.id, o.number, w.key as step, coalesce(s.holder_id, d.lead_id) as holder
          from order_step s join orders o on o.id = s.order_id join department d on d.id = s.department_id
          join workflow_step w on w.workflow_id = s.workflow_id and w.position = s.position
          where s.state in ('READY', 'IN_PROGRESS', 'BLOCKED') order by o.id desc, s.position desc limit 1`,
      )
      const them = personViewer(baton.directory.people.byId(Number(last!.holder))!, 'them')
      const paceMaker = new PaceMaker(baton, timer)
      const before = await countEvents(baton.database)
      let theirs: Promise<unknown> | null = null
      // It has looked when it rolls the dice. The embedded database takes transactions in turn: theirs is before its own.
      roll(() => {
        theirs ??= blockStep({ baton, viewer: them }, { order: last!.number, step: last!.step, reason: 'Wait for me' })
        return 0.999
      })
      await beat()
      await paceMaker.stop()
      await theirs
      const moved = await rows<{ id: number; reasons: string[] }>(
        baton.database.pool,
        sql`select order_id as id, array_agg(distinct reason) as reasons from event where id > ${before} group by order_id`,
      )
      expect(moved).toHaveLength(2)
      expect(moved.find(({ id }) => Number(id) === Number(last!.id))?.reasons).toEqual(['Wait for me'])
      expect(troubles).toEqual([])
    })

    test('does one deed a beat, and after it is stopped none', async () => {
      const { baton, timer, beat, isArmed } = await company(await open(), SMALL_COMPANY, seeded(8).unit)
      const mutations = () =>
        one<number>(baton.database, sql`select count(distinct transaction_id)::int as value from event`)
      const before = await mutations()
      const paceMaker = new PaceMaker(baton, timer)
      for (let beats = 0; beats < 20; beats += 1) await beat()
      expect((await mutations()) - before).toBe(20)
      await paceMaker.stop()
      expect(isArmed()).toBe(false)
    })

    test('does nothing for those who are signed in', async () => {
      const { baton, timer, beat } = await company(await open(), FEW_ORDERS, seeded(13).unit)
      const before = await countEvents(baton.database)
      for (const person of baton.directory.people.all()) await openSession(baton, person.id)
      const paceMaker = new PaceMaker(baton, timer)
      for (let beats = 0; beats < 20; beats += 1) await beat()
      await paceMaker.stop()
      expect(await countEvents(baton.database)).toBe(before)
    })

    test('rests when the database fails, and goes on', async () => {
      const { baton, timer, beat, troubles } = await company(await open(), FEW_ORDERS, seeded(21).unit)
      const paceMaker = new PaceMaker(baton, timer)
      await baton.database.pool.execute(sql`alter table orders rename to orders_gone`)
      await beat()
      expect(troubles).toHaveLength(1)
      await baton.database.pool.execute(sql`alter table orders_gone rename to orders`)
      const before = await countEvents(baton.database)
      for (let beats = 0; beats < 10; beats += 1) await beat()
      await paceMaker.stop()
      expect(await countEvents(baton.database)).toBeGreaterThan(before)
      expect(troubles).toHaveLength(1)
    })
  })

  onDatabase('PostgreSQL', (open) => {
    test('leaves the work to that of another process, until that goes, be it without a word', async () => {
      const { url, drop } = await createPostgres()
      onTestFinished(drop)
      const databases = await Promise.all(Array.from({ length: 3 }, () => openPostgres(url, { connections: 4 })))
      const makers = []
      for (const [place, database] of databases.entries()) {
        onTestFinished(() => database.close())
        const { baton, timer, beat, troubles } = await company(database, SMALL_COMPANY, seeded(place + 8).unit)
        makers.push({ paceMaker: new PaceMaker(baton, timer), beat, troubles, database })
      }
      const [first, second, third] = makers as [(typeof makers)[0], (typeof makers)[0], (typeof makers)[0]]
      const acts = async ({ beat, troubles }: typeof first) => {
        const before = await countEvents(third.database)
        for (let beats = 0; beats < 10; beats += 1) await beat()
        expect(troubles).toEqual([])
        return (await countEvents(third.database)) > before
      }
      expect([await acts(first), await acts(second), await acts(first), await acts(third)]).toEqual([
        true,
        false,
        true,
        false,
      ])
      await first.paceMaker.stop()
      expect([await acts(second), await acts(third)]).toEqual([true, false])
      await second.database.close()
      expect(await acts(third)).toBe(true)
      await third.paceMaker.stop()
    })

    test('leaves the log whole and the tables as the log says, after 500 deeds by whatever dice', async () => {
      const { baton, timer, beat, roll, troubles } = await company(await open(), SMALL_COMPANY, () => 0.5)
      const before = await countEvents(baton.database)
      const paceMaker = new PaceMaker(baton, timer)
      const property = fc.asyncProperty(fc.integer(), async (seed) => {
        roll(seeded(seed).unit)
        for (let beats = 0; beats < 250; beats += 1) await beat()
        await baton.feed.tail.catchUp()
        expect((await verify(baton, () => {})).difference).toBeNull()
      })
      await fc.assert(property, { numRuns: 2, endOnFailure: true })
      await paceMaker.stop()
      const types = await rows<{ type: string }>(
        baton.database.pool,
        sql`select distinct type from event where id > ${before}`,
      )
      expect(types.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['STEP_CHANGED', 'STEP_ASSIGNED', 'HOLD_PLACED', 'HOLD_RELEASED', 'ORDER_PLACED']),
      )
      expect(await countEvents(baton.database)).toBeGreaterThan(before + 400)
      expect(troubles).toEqual([])
    }, 240_000)
  })
})
