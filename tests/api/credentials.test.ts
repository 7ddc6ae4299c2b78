import { beforeAll, describe, expect, test } from 'vitest'
import { apiToken, session } from '../../drizzle/feed-tables.ts'
import { department, person } from '../../drizzle/tables.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import type { Viewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import {
  authenticate,
  authenticateSession,
  closeSession,
  createApiToken,
  openSession,
} from '../../server/services/credential.ts'
import { Directory } from '../../server/services/directory.ts'
import { isApiSecret, newApiSecret } from '../../server/services/secret.ts'
import { eachDatabase } from '../support/database.ts'

const NOON = Date.parse('2026-11-22T12:00:00Z')
const MINUTE = 60_000
const ADMIN = 'the-admin-token-of-this-test'

type World = Pick<Baton, 'database' | 'directory' | 'clock'> & { now: number; statements: string[]; mika: number }

eachDatabase((open) => {
  let world: World
  beforeAll(async () => {
    const statements: string[] = []
    const database = await open({ observe: (statement) => statements.push(statement) })
    const weekdays = { weekdays: [], closures: [] }
    const [sales] = await database.pool
      .insert(department)
      .values({ key: 'sales', name: 'Sales', timeZone: 'Europe/Berlin', calendar: weekdays })
      .returning()
    const mika = { key: 'mika', name: 'Mika', departmentId: sales!.id, isRep: true }
    const [stored] = await database.pool.insert(person).values(mika).returning()
    const directory = new Directory(database)
    await directory.refresh()
    world = { database, directory, clock: () => world.now, now: NOON, statements, mika: stored!.id }
  })

  const make = async (token: Partial<Parameters<typeof createApiToken>[1]> = {}) =>
    createApiToken(world.database.pool, { name: 'erp', scopes: ['ORDERS_READ'], ...token }, NOON)

  const stored = async (id: number) => (await world.database.pool.select().from(apiToken)).find((one) => one.id === id)!

  async function refusalOf(work: Promise<Viewer>): Promise<Refusal> {
    const error = await work.then(
      ({ credential }) => new Error(`${credential} was let in`),
      (error) => error,
    )
    expect(error).toBeInstanceOf(Refusal)
    return error
  }

  describe('a bearer token', () => {
    test('acts as an integration with its scopes', async () => {
      const { id, secret } = await make({ scopes: ['ORDERS_READ', 'ORDERS_WRITE'] })
      const viewer = await authenticate(world, secret, ADMIN)
      expect(viewer).toMatchObject({ credential: `token:${id}`, actor: { kind: 'INTEGRATION', id }, person: null })
      expect([...viewer.roles]).toEqual(['INTEGRATION'])
      expect([...viewer.scopes!]).toEqual(['ORDERS_READ', 'ORDERS_WRITE'])
    })

    test('of a person acts as that person', async () => {
      const { id, secret } = await make({ personId: world.mika })
      const viewer = await authenticate(world, secret, ADMIN)
      expect(viewer).toMatchObject({ credential: `token:${id}`, actor: { kind: 'PERSON', id: world.mika } })
      expect([...viewer.roles]).toEqual(['REP', 'DEPARTMENT'])
    })

    test('is stored as its digest only', async () => {
      const { id, secret } = await make()
      const row = await stored(id)
      expect(row.digest).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(row)).not.toContain(secret.slice(4))
    })

    test('notes its use at most once a minute', async () => {
      const { id, secret } = await make()
      const uses = [NOON, NOON + MINUTE - 1, NOON + MINUTE, NOON + MINUTE + 1]
      const noted: (number | null)[] = []
      for (const now of uses) {
        world.now = now
        await authenticate(world, secret, null)
        noted.push((await stored(id)).lastUsedAt)
      }
      world.now = NOON
      expect(noted).toEqual([NOON, NOON, NOON + MINUTE, NOON + MINUTE])
    })

    test('is good until it expires', async () => {
      const { secret } = await make({ expiresAt: NOON + 1 })
      await authenticate(world, secret, null)
      world.now = NOON + 1
      expect((await refusalOf(authenticate(world, secret, null))).code).toBe('UNAUTHENTICATED')
      world.now = NOON
    })

    test('is refused in one and the same way whatever is wrong with it', async () => {
      const revoked = await make()
      await world.database.pool.update(apiToken).set({ revokedAt: NOON })
      const expired = await make({ expiresAt: NOON - 1 })
      const bad = [revoked.secret, expired.secret, newApiSecret(), 'bat_', '', 'x'.repeat(53), `${ADMIN}x`, 'bat_\0']
      const refusals = await Promise.all(bad.map((bearer) => refusalOf(authenticate(world, bearer, ADMIN))))
      expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['UNAUTHENTICATED']))
      expect(new Set(refusals.map(({ message }) => message)).size).toBe(1)
    })

    test('with a slip of the pen does not trouble the database', async () => {
      const secret = newApiSecret()
      const slips = [...secret].map(
        (letter, at) => `${secret.slice(0, at)}${letter === 'a' ? 'b' : 'a'}${secret.slice(at + 1)}`,
      )
      world.statements.length = 0
      for (const slip of slips) await refusalOf(authenticate(world, slip, null))
      expect(world.statements).toEqual([])
      await refusalOf(authenticate(world, secret, null))
      expect(world.statements).toHaveLength(1)
    })

    test('that is BATON_ADMIN_TOKEN is an admin, where one is set', async () => {
      const viewer = await authenticate(world, ADMIN, ADMIN)
      expect([...viewer.roles]).toContain('ADMIN')
      expect((await refusalOf(authenticate(world, ADMIN, null))).code).toBe('UNAUTHENTICATED')
    })
  })

  describe('a session', () => {
    test('acts as its person, each under a credential of its own', async () => {
      const [one, other] = [await openSession(world, world.mika), await openSession(world, world.mika)]
      const viewers = [await authenticateSession(world, one), await authenticateSession(world, other)]
      expect(viewers.map((viewer) => viewer.person?.key)).toEqual(['mika', 'mika'])
      expect(new Set(viewers.map((viewer) => viewer.credential)).size).toBe(2)
    })

    test('ends when it is closed, and the other one stays', async () => {
      const [one, other] = [await openSession(world, world.mika), await openSession(world, world.mika)]
      await closeSession(world, one)
      expect((await refusalOf(authenticateSession(world, one))).code).toBe('UNAUTHENTICATED')
      expect((await authenticateSession(world, other)).person?.key).toBe('mika')
    })

    test('lasts twelve hours and is forgotten when the next one begins', async () => {
      const cookie = await openSession(world, world.mika)
      world.now = NOON + 12 * 60 * MINUTE - 1
      await authenticateSession(world, cookie)
      world.now += 1
      expect((await refusalOf(authenticateSession(world, cookie))).code).toBe('UNAUTHENTICATED')
      world.now += 1
      await openSession(world, world.mika)
      expect(await world.database.pool.select().from(session)).toHaveLength(1)
      world.now = NOON
    })

    test('is no bearer token, and a bearer token is no session', async () => {
      const { secret } = await make()
      await refusalOf(authenticate(world, await openSession(world, world.mika), null))
      await refusalOf(authenticateSession(world, secret))
    })
  })
})

describe('the secret of a token', () => {
  test('is bat_, 43 digits of base 62 and a checksum of 6', () => {
    expect(newApiSecret()).toMatch(/^bat_[0-9A-Za-z]{49}$/)
    expect(newApiSecret(new Uint8Array(32))).toMatch(/^bat_0{43}/)
    expect(newApiSecret(new Uint8Array(32).fill(255))).toMatch(/^bat_[0-9A-Za-z]{49}$/)
  })

  test('is known by its checksum', () => {
    expect(isApiSecret(newApiSecret())).toBe(true)
    expect(isApiSecret(`${newApiSecret()}\n`)).toBe(false)
  })

  test('is never the same twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => newApiSecret())).size).toBe(100)
  })
})
