import { request } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { person } from '../../drizzle/tables.ts'
import type { Database } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers, post } from './bare-server.ts'

const WHO = { query: '{ credential }' }
const MIKA = { person: 'mika' }

type Answer = {
  status: number
  cookie: string | null
  body: { errors?: { extensions: object }[] } & Record<string, unknown>
}

/** Posts to /session. Not by `fetch`, which lets nobody say which host is asked for. */
async function signIn(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
  const sent = request(`${url}/session`, options, (response) => {
    let text = ''
    response.on('data', (chunk) => {
      text += chunk
    })
    const cookie = response.headers['set-cookie']?.[0] ?? null
    response.on('end', () => resolve({ status: response.statusCode!, cookie, body: JSON.parse(text) }))
  })
  sent.on('error', reject)
  sent.end(JSON.stringify(body))
  return promise
}

const pair = (cookie: string | null) => cookie!.split(';')[0]!

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let database: Database
  let server: BareServer
  beforeAll(async () => {
    database = await open()
    await database.pool.insert(person).values({ key: 'mika', name: 'Mika', title: 'Rep', isRep: true })
    server = await serve(database)
  })

  describe('signing in as a persona', () => {
    test('sets a cookie that scripts do not see and other sites do not send', async () => {
      const { status, cookie, body } = await signIn(server.url, MIKA)
      expect(status).toBe(200)
      expect(body).toEqual({ person: { key: 'mika', name: 'Mika', title: 'Rep', department: null } })
      expect(cookie).toMatch(/^baton_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/)
    })

    test('is what GraphQL then goes by', async () => {
      const { cookie } = await signIn(server.url, MIKA)
      const { body } = await post(server.url, WHO, { cookie: `theme=dark; ${pair(cookie)}` })
      expect(body.data).toEqual({ credential: expect.stringMatching(/^session:/) })
    })

    test('is offered for the people of the demo', async () => {
      const response = await fetch(`${server.url}/session/personas`)
      const personas = [{ key: 'mika', name: 'Mika', title: 'Rep', department: null }]
      expect(await response.json()).toEqual({ personas })
    })

    const bad: [what: string, body: unknown, status: number, extensions: object][] = [
      ['a person who is not there', { person: 'nobody' }, 404, { code: 'NOT_FOUND', field: 'person', value: 'nobody' }],
      ['no person', {}, 400, { code: 'BAD_USER_INPUT', field: 'person' }],
      [
        'a person that is a list',
        { person: ['mika'] },
        400,
        { code: 'BAD_USER_INPUT', field: 'person', value: ['mika'] },
      ],
      ['null', null, 400, { code: 'BAD_USER_INPUT', field: 'person' }],
      ['a list', ['mika'], 400, { code: 'BAD_USER_INPUT', field: '0', limit: ['person'] }],
      ['an unknown key', { ...MIKA, admin: true }, 400, { code: 'BAD_USER_INPUT', field: 'admin', limit: ['person'] }],
    ]
    test.each(bad)('with %s is refused', async (_, body, status, extensions) => {
      const answer = await signIn(server.url, body)
      expect([answer.status, answer.body.errors![0]!.extensions, answer.cookie]).toEqual([status, extensions, null])
    })

    test('needs JSON, which no form of a foreign page can send', async () => {
      const { status, cookie } = await signIn(server.url, MIKA, { 'content-type': 'text/plain' })
      expect([status, cookie]).toEqual([415, null])
    })

    const foreign: [string, Record<string, string>][] = [
      ['of another site', { origin: 'https://evil.example' }],
      ['of another port of this machine', { origin: 'http://127.0.0.1:1' }],
      ['without an origin of its own', { origin: 'null' }],
      ['that calls this machine by a name of its own', { origin: 'http://evil.example', host: 'evil.example' }],
      ['that calls this machine by a name of its own and hides where it comes from', { host: 'evil.example:4000' }],
    ]
    test.each(foreign)('is refused to a page %s', async (_, headers) => {
      const { status, cookie, body } = await signIn(server.url, MIKA, headers)
      expect([status, body.errors![0]!.extensions, cookie]).toEqual([403, { code: 'FORBIDDEN' }, null])
    })

    test('is open to its own page', async () => {
      expect((await signIn(server.url, MIKA, { origin: server.url })).status).toBe(200)
      const host = new URL(server.url).host.replace('127.0.0.1', 'localhost')
      expect((await signIn(server.url, MIKA, { host, origin: `http://${host}` })).status).toBe(200)
    })

    test('is open to the pages that BATON_ORIGINS names, and under their names', async () => {
      const origin = 'https://intranet.example'
      const { url } = await serve(database, { config: { origins: [origin] } })
      expect((await signIn(url, MIKA, { origin })).status).toBe(200)
      expect((await signIn(url, MIKA, { host: 'intranet.example' })).status).toBe(200)
      expect((await signIn(url, MIKA, { origin: `${origin}.evil.example` })).status).toBe(403)
    })

    test('is not there beyond loopback, nor without the demo', async () => {
      const beyond = await serve(database, { config: { host: '0.0.0.0' } })
      const without = await serve(database, { personas: () => [] })
      for (const { url } of [beyond, without]) {
        expect(await (await fetch(`${url}/session/personas`)).json()).toEqual({ personas: [] })
        const { status, body } = await signIn(url, MIKA)
        expect([status, body.errors![0]!.extensions]).toEqual([403, { code: 'FORBIDDEN' }])
      }
    })
  })

  describe('a session', () => {
    const signOut = (cookie: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/session`, { method: 'DELETE', headers: { cookie, ...headers } })

    test('ends by signing out', async () => {
      const cookie = pair((await signIn(server.url, MIKA)).cookie)
      const response = await signOut(cookie)
      expect(response.status).toBe(204)
      expect(response.headers.get('set-cookie')).toMatch(/^baton_session=; .*Max-Age=0$/)
      const answer = await post(server.url, WHO, { cookie })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('set-cookie')).toMatch(/^baton_session=; .*Max-Age=0$/)
    })

    test('is not ended by a foreign page', async () => {
      const cookie = pair((await signIn(server.url, MIKA)).cookie)
      expect((await signOut(cookie, { origin: 'https://evil.example' })).status).toBe(403)
      expect((await post(server.url, WHO, { cookie })).status).toBe(200)
    })

    test('can be signed out of twice, or without one', async () => {
      expect((await signOut('baton_session=unknown')).status).toBe(204)
      expect((await signOut('')).status).toBe(204)
    })

    test('is not to be used by a foreign page', async () => {
      const cookie = pair((await signIn(server.url, MIKA)).cookie)
      const { status, body } = await post(server.url, WHO, { cookie, origin: 'http://127.0.0.1:1' })
      expect([status, body.errors![0]!.extensions]).toEqual([403, { code: 'FORBIDDEN' }])
    })
  })
})
