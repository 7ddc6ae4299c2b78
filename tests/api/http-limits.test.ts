import { request } from 'node:http'
import { getIntrospectionQuery } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers, post } from './bare-server.ts'

const KIB_256 = 256 * 1024

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let server: BareServer
  beforeAll(async () => {
    server = await serve(await open())
  })

  const refused = async (query: string) => {
    const { status, body } = await post(server.url, { query })
    return { status, extensions: body.errors?.map(({ extensions }) => extensions) }
  }

  describe('a body', () => {
    const padded = (bytes: number) => {
      const body = JSON.stringify({ query: '{ credential }', extensions: { padding: '' } })
      return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`)
    }

    test('may have 256 KiB', async () => {
      expect(await post(server.url, padded(KIB_256))).toMatchObject({
        status: 200,
        body: { data: { credential: 'nobody' } },
      })
    })

    test('of more is refused with the limit and what came', async () => {
      const { status, body } = await post(server.url, padded(KIB_256 + 7))
      expect(status).toBe(413)
      const extensions = { code: 'LIMIT_EXCEEDED', field: 'body', limit: KIB_256, actual: KIB_256 + 7 }
      expect(body.errors!.map((error) => error.extensions)).toEqual([extensions])
    })

    test('that does not say how long it is is read no further than the limit', async () => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
      const { promise, resolve } = Promise.withResolvers<object>()
      const sent = request(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode, ...JSON.parse(text) }))
      })
      sent.on('error', () => {})
      sent.write(padded(KIB_256 + 7))
      const extensions = { code: 'LIMIT_EXCEEDED', field: 'body', limit: KIB_256, actual: KIB_256 + 1 }
      expect(await promise).toMatchObject({ status: 413, errors: [{ extensions }] })
      sent.destroy()
    })
  })

  describe('a document', () => {
    test('may have 2,000 tokens', async () => {
      expect((await refused(`{ credential ${'# a comment is no token\n'.repeat(1_000)} }`)).status).toBe(200)
      const text = `{ echo(text: "a") @skip(if: true) ${'credential '.repeat(19)} }`
      expect((await refused(text)).status).toBe(200)
    })

    test('of more is refused with the limit and what came', async () => {
      const extensions = [{ code: 'LIMIT_EXCEEDED', field: 'tokens', limit: 2_000, actual: 2_001 }]
      expect(await refused(`{ ${'credential '.repeat(1_999)} }`)).toEqual({ status: 400, extensions })
    })

    test('that is too deep or too wide is refused with the limit and what came', async () => {
      const deep = `${'{ a '.repeat(11)}${'}'.repeat(11)}`
      const told = (await refused(deep)).extensions!
      expect(told).toContainEqual({ code: 'LIMIT_EXCEEDED', field: 'depth', limit: 10, actual: 11 })
      const wide = `{ ${Array.from({ length: 31 }, (_, n) => `x${n}: credential`).join(' ')} }`
      expect((await refused(wide)).extensions).toEqual([
        { code: 'LIMIT_EXCEEDED', field: 'aliases', limit: 30, actual: 31 },
        { code: 'LIMIT_EXCEEDED', field: 'rootFields', limit: 20, actual: 31 },
      ])
      const decorated = `{ credential ${'@include(if: true) '.repeat(51)} }`
      expect((await refused(decorated)).extensions).toContainEqual({
        code: 'LIMIT_EXCEEDED',
        field: 'directives',
        limit: 50,
        actual: 51,
      })
    })

    test('may be the introspection of the usual tools', async () => {
      expect((await refused(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).status).toBe(200)
    })

    test('may not introspect without end', async () => {
      const fields = `${'fields { type { '.repeat(30)} name ${'} }'.repeat(30)}`
      expect(await refused(`{ __schema { types { ${fields} } } }`)).toMatchObject({
        status: 400,
        extensions: [{ code: 'BAD_USER_INPUT', field: 'query' }],
      })
    })
  })

  describe('a GET', () => {
    const get = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, { headers })

    test('answers a query', async () => {
      const response = await get('{ credential }', { 'apollo-require-preflight': '1' })
      expect([response.status, await response.json()]).toEqual([200, { data: { credential: 'nobody' } }])
    })

    test('that any page could send with the session of a visitor is refused', async () => {
      const foreign: Record<string, string>[] = [{}, { 'content-type': 'text/plain' }]
      for (const headers of foreign) expect((await get('{ credential }', headers)).status).toBeOneOf([400, 415])
    })

    test('with the content type of another thing is refused', async () => {
      const response = await get('{ credential }', { 'content-type': 'application/json-seq' })
      expect(response.status).toBe(415)
    })

    test('does not mutate', async () => {
      const response = await get('mutation { refused }', { 'apollo-require-preflight': '1' })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    })
  })
})
