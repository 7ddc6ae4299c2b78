import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { createApiToken, openSession } from '../../server/services/credential.ts'
import { onDatabase } from '../support/database.ts'
import { type Asking, act, type Company, companies, place } from './company.ts'
import { Stream } from './stream.ts'

const FRAME = 'cursor isLive events { type order { number version } ... on StepChanged { toState } }'
const MINE = `subscription ($after: String) { myEvents(after: $after) { ${FRAME} } }`
const ANYWHERE = `subscription { myEvents { ${FRAME} } }`

onDatabase('PGlite', (open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'S-1')
  })

  const bearer = (who: Asking) => ({ authorization: `Bearer ${baton.secrets[who]}` })
  const watch = (who: Asking, query: string, variables: object = {}, headers: object = {}) =>
    Stream.open(baton.url, { query, variables }, { ...bearer(who), ...headers })
  const head = async (): Promise<string> => {
    await baton.baton.feed.tail.catchUp()
    return (await baton.tell('ada', '{ feed { head } }')).feed.head
  }
  /** The three frames that two changes and one order make, in three transactions. */
  async function changes(number: string): Promise<void> {
    await place(baton, 'rita', number)
    await act(baton, 'paul', 'startStep', number, 'make')
    await act(baton, 'paul', 'completeStep', number, 'make')
  }
  const refusal = async (stream: Stream) => {
    const { errors } = JSON.parse(await stream.response.text())
    return { status: stream.response.status, extensions: errors[0].extensions }
  }

  describe('an event stream', () => {
    test('gives the frames of a watch; the id of an event is the cursor of its frame', async () => {
      const stream = await watch('rita', MINE, { after: await head() })
      expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
      await changes('S-2')
      for (const types of [['ORDER_PLACED'], ['STEP_CHANGED'], ['STEP_CHANGED']]) {
        const { id, event, data } = await stream.next()
        const { myEvents } = JSON.parse(data).data
        expect([event, id]).toEqual(['next', myEvents.cursor])
        expect(myEvents.events.map((one: { type: string }) => one.type)).toEqual(types)
      }
      stream.close()
    })

    test.each([
      ['without the argument', ANYWHERE, undefined],
      ['with a null', MINE, { after: null }],
    ])('goes on after Last-Event-ID where the operation says no place, %s', async (_, query, variables) => {
      const first = await watch('rita', MINE, { after: await head() })
      await changes(`S-3${query.length}`)
      const { id } = await first.next()
      first.close()
      const again = await watch('rita', query, variables, { 'last-event-id': id! })
      const states = [await again.data(), await again.data()].map(({ data }) => data.myEvents.events[0].toState)
      expect(states).toEqual(['IN_PROGRESS', 'DONE'])
      again.close()
    })

    test('goes on where the operation says, whatever Last-Event-ID', async () => {
      const after = await head()
      await changes('S-4')
      const stream = await watch('rita', MINE, { after }, { 'last-event-id': await head() })
      expect((await stream.data()).data.myEvents.events[0].type).toBe('ORDER_PLACED')
      stream.close()
    })

    test('refuses a Last-Event-ID that is no cursor', async () => {
      const stream = await watch('rita', ANYWHERE, {}, { 'last-event-id': 'garbage' })
      expect((await stream.data()).errors[0].extensions).toMatchObject({ code: 'CURSOR_INVALID', field: 'after' })
      expect(await stream.ended()).toBe(true)
    })

    test('is opened by GET with the session cookie, as EventSource does, but not by a foreign page', async () => {
      const person = baton.baton.directory.people.byKey('rita')!
      const cookie = `baton_session=${await openSession(baton.baton, person.id)}`
      const query = { query: '{ viewer { person { key } } }' }
      const own = await Stream.open(baton.url, query, { cookie }, 'GET')
      expect(await own.data()).toEqual({ data: { viewer: { person: { key: 'rita' } } } })
      expect(await own.ended()).toBe(true)
      const foreign = await Stream.open(baton.url, query, { cookie, origin: 'https://evil.example' }, 'GET')
      expect(await refusal(foreign)).toMatchObject({ status: 403, extensions: { code: 'FORBIDDEN' } })
    })

    test('is refused with the status and form of all errors', async () => {
      const dead = await Stream.open(baton.url, { query: ANYWHERE }, { authorization: 'Bearer bat_unknown' })
      expect(await refusal(dead)).toMatchObject({ status: 401, extensions: { code: 'UNAUTHENTICATED' } })
      const wrong = await watch('rita', 'subscription { nothing }')
      expect(await refusal(wrong)).toMatchObject({
        status: 400,
        extensions: { code: 'BAD_USER_INPUT', field: 'query' },
      })
      const nobody = await Stream.open(baton.url, { query: ANYWHERE })
      expect((await nobody.data()).errors[0].extensions.code).toBe('UNAUTHENTICATED')
      const json = await watch('rita', ANYWHERE, {}, { accept: 'application/json' })
      expect(await refusal(json)).toMatchObject({
        status: 406,
        extensions: { code: 'BAD_USER_INPUT', field: 'accept' },
      })
      const mutation = { query: 'mutation { createCustomer(input: { key: "x", name: "X" }) { customer { key } } }' }
      const written = await Stream.open(baton.url, mutation, bearer('rita'), 'GET')
      expect(await refusal(written)).toMatchObject({ status: 405, extensions: { code: 'BAD_USER_INPUT' } })
    })

    test('ends when its token is revoked', async () => {
      const given = { name: 'bi', scopes: ['ORDERS_READ'] as const }
      const { id, secret } = await createApiToken(baton.baton.database.pool, given, baton.time.now)
      const stream = await Stream.open(
        baton.url,
        { query: `subscription { events { cursor } }` },
        { authorization: `Bearer ${secret}` },
      )
      const { database } = baton.baton
      await database.pool.update(apiToken).set({ revokedAt: baton.time.now }).where(eq(apiToken.id, id))
      expect((await stream.data()).errors[0].extensions.code).toBe('UNAUTHENTICATED')
      expect(await stream.ended()).toBe(true)
    })
  })

  test('a subscription posted to /graphql is refused with both addresses', async () => {
    const host = new URL(baton.url).host
    const { errors } = await baton.ask('rita', ANYWHERE)
    expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'query' })
    expect(errors![0]!.message).toContain(`ws://${host}/graphql`)
    expect(errors![0]!.message).toContain(`http://${host}/graphql/stream`)
  })
})
