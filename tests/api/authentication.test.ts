import { beforeAll, describe, expect, test } from 'vitest'
import { createApiToken } from '../../server/services/credential.ts'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers, post } from './bare-server.ts'

const WHO = { query: '{ credential }' }
const ADMIN = 'the-admin-token-of-this-test'

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let server: BareServer
  let secret: string
  let id: number
  beforeAll(async () => {
    server = await serve(await open(), { config: { adminToken: ADMIN } })
    const token = { name: 'erp', scopes: ['ORDERS_READ'] as const }
    ;({ secret, id } = await createApiToken(server.baton.database.pool, token, server.time.now))
  })

  const ask = (headers: Record<string, string>) => post(server.url, WHO, headers)

  describe('over HTTP', () => {
    test('a bearer token says who asks, however the word is written', async () => {
      for (const word of ['Bearer', 'bearer', 'BEARER'])
        expect((await ask({ authorization: `${word} ${secret}` })).body.data).toEqual({ credential: `token:${id}` })
    })

    test('BATON_ADMIN_TOKEN is an admin', async () => {
      expect((await ask({ authorization: `Bearer ${ADMIN}` })).body.data).toEqual({ credential: 'admin-token' })
    })

    test('without a credential nobody in particular asks', async () => {
      expect((await ask({})).body.data).toEqual({ credential: 'nobody' })
    })

    test('a bearer token goes before a cookie', async () => {
      const headers = { authorization: `Bearer ${secret}`, cookie: 'baton_session=unknown' }
      expect((await ask(headers)).body.data).toEqual({ credential: `token:${id}` })
    })

    const bad: [string, Record<string, string>][] = [
      ['an unknown token', { authorization: 'Bearer bat_unknown' }],
      ['another scheme', { authorization: 'Basic YTpi' }],
      ['a bearer of nothing', { authorization: 'Bearer ' }],
      ['two tokens', { authorization: 'Bearer a b' }],
      ['an empty header', { authorization: '' }],
      ['an unknown session', { cookie: 'baton_session=unknown' }],
    ]
    test.each(bad)('%s is UNAUTHENTICATED and not taken for nobody', async (_, headers) => {
      const { status, headers: answered, body } = await ask(headers)
      expect(status).toBe(401)
      expect(answered.get('www-authenticate')).toBe('Bearer')
      expect(Object.keys(body)).toEqual(['errors'])
      expect(body.errors!.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHENTICATED' }])
    })

    test('the refusal is the same, byte for byte, whatever was wrong', async () => {
      const answers = await Promise.all(bad.map(([, headers]) => ask(headers)))
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    })

    test('a page that BATON_ORIGINS names may read the answers, no other', async () => {
      const origin = 'https://intranet.example'
      const { url } = await serve(server.baton.database, { config: { origins: [origin] } })
      const preflight = (from: string) => fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin: from } })
      const allowed = await preflight(origin)
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, origin])
      expect((await post(url, WHO, { origin })).headers.get('access-control-allow-origin')).toBe(origin)
      expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    })
  })
})
