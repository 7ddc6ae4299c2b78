import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers, post } from './bare-server.ts'

const ORDER = 'query ($input: OrderInput!) { order(input: $input) }'
const TEXT = 'query ($text: String!) { echo(text: $text) }'

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let database: Database
  let server: BareServer
  beforeAll(async () => {
    database = await open()
    server = await serve(database)
  })

  describe('a request that cannot be carried out', () => {
    const bad: [what: string, field: string, body: unknown][] = [
      ['broken JSON', 'body', '{"query": "{ credential'],
      ['a key __proto__', 'body', '{"query": "{ credential }", "__proto__": {}}'],
      ['an empty body', 'request', ''],
      ['a body of blanks', 'request', ' \n'],
      ['a list of requests', 'request', [{ query: '{ credential }' }]],
      ['no query', 'query', { variables: {} }],
      ['a query that is a number', 'query', { query: 7 }],
      ['variables that are a text', 'variables', { query: '{ credential }', variables: '{}' }],
      ['a syntax error', 'query', { query: '{ credential' }],
      ['an unknown field', 'query', { query: '{ secret }' }],
      ['an unknown operation', 'operationName', { query: 'query A { credential }', operationName: 'B' }],
      ['two operations and no name', 'operationName', { query: 'query A { credential } query B { credential }' }],
      ['an unknown argument', 'last', { query: '{ echo(text: "a", last: 1) }' }],
      ['an argument of the wrong kind', 'first', { query: '{ echo(text: "a", first: "1") }' }],
      [
        'an unknown key in a literal',
        'input.lines.price',
        { query: '{ order(input: { number: "1", lines: [{ sku: "a", quantity: 1, price: 2 }] }) }' },
      ],
      ['an unknown key in a variable', 'input', { query: ORDER, variables: { input: { number: '1', nmber: '1' } } }],
      [
        'a value of the wrong kind deep in a variable',
        'input.lines[1].quantity',
        {
          query: ORDER,
          variables: {
            input: {
              number: '',
              lines: [
                { sku: '', quantity: 1 },
                { sku: '', quantity: 1.5 },
              ],
            },
          },
        },
      ],
      [
        'a text that looks like a path',
        'input.lines[0].quantity',
        { query: ORDER, variables: { input: { number: '', lines: [{ sku: '', quantity: ' at "x"; ' }] } } },
      ],
      ['a variable that is missing', 'text', { query: TEXT }],
      ['a variable that is null', 'text', { query: TEXT, variables: { text: null } }],
    ]
    test.each(bad)('because of %s is BAD_USER_INPUT and names %s', async (_, field, body) => {
      const answer = await post(server.url, body)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(Object.keys(answer.body)).toEqual(['errors'])
      expect(answer.body.errors!.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', field }])
      expect(answer.body.errors![0]!.message).not.toBe('')
    })

    test('because of 1e400 is refused, since JSON makes no number of it', async () => {
      const body = `{"query": "${ORDER}", "variables": {"input": {"number": "1", "lines": [{"sku": "a", "quantity": 1e400}]}}}`
      const { body: answer } = await post(server.url, body)
      expect(answer.errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'input.lines[0].quantity' })
    })

    test('gives back a short message however much came', async () => {
      const answer = await post(server.url, { query: ORDER, variables: { input: 'x'.repeat(100_000) } })
      expect(answer.body.errors![0]!.message).toHaveLength(1_000)
    })

    const types = [
      ['text/plain', '{"query":"{ credential }"}'],
      ['application/x-www-form-urlencoded', 'query={credential}'],
      ['multipart/form-data; boundary=x', '--x--'],
      ['application/json; charset=utf-16', '{"query":"{ credential }"}'],
      ['application/json; charset=x', '{"query":"{ credential }"}'],
      ['', '{"query":"{ credential }"}'],
    ] as const
    test.each(types)('because its type is "%s" says what is taken', async (type, text) => {
      const { status, body } = await post(server.url, text, { 'content-type': type })
      expect(status).toBeOneOf([400, 415])
      expect(body.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'content-type' })
    })

    test('because it is not UTF-8 says so', async () => {
      const headers = { 'content-type': 'application/json' }
      const body = Buffer.from('{"query":"{ echo(text: \\"\xff\\") }"}', 'latin1')
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'body' } }],
      })
    })

    test('because it is a subscription names the address of the WebSocket', async () => {
      const { status, body } = await post(server.url, { query: 'subscription { never }' })
      expect(status).toBe(400)
      expect(body.errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'query' })
      expect(body.errors![0]!.message).toContain(`${server.url.replace('http', 'ws')}/graphql`)
    })
  })

  describe('what goes wrong in one field', () => {
    test('leaves the others alone, and a refusal keeps its code and details', async () => {
      const { status, body } = await post(server.url, { query: '{ echo(text: "a") refused }' })
      expect(status).toBe(200)
      expect(body.data).toEqual({ echo: 'a', refused: null })
      expect(body.errors).toEqual([
        {
          message: 'step: it changed',
          locations: [{ line: 1, column: 19 }],
          path: ['refused'],
          extensions: { code: 'CONFLICT', field: 'step', currentVersion: 7 },
        },
      ])
    })

    test('is masked when it is a defect, and logged in full under the id that the user is given', async () => {
      const { headers, body } = await post(server.url, { query: '{ broken }' })
      const requestId = headers.get('x-request-id')
      expect(body.errors![0]!.extensions).toEqual({ code: 'INTERNAL', requestId })
      expect(JSON.stringify(body)).not.toMatch(/swordfish|stack|\.ts/)
      const { level, details } = server.logged.at(-1)!
      expect(level).toBe('error')
      expect(details).toMatchObject({ requestId, err: { originalError: { message: 'the password is swordfish' } } })
    })

    test('is UNAVAILABLE when the database took too long', async () => {
      const { body } = await post(server.url, { query: '{ timedOut }' })
      expect(body.errors![0]!.extensions).toMatchObject({ code: 'UNAVAILABLE', reason: 'TIMEOUT' })
    })

    test('is an argument that a null variable left without a value', async () => {
      const query = 'query ($text: String = "a") { echo(text: $text) }'
      const { body } = await post(server.url, { query, variables: { text: null } })
      expect(body.errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'text' })
    })
  })

  test('a request that takes longer than it may is UNAVAILABLE, with the limit', async () => {
    const { url, logged } = await serve(database, { timeLimit: 50 })
    const { status, headers, body } = await post(url, { query: '{ never }' })
    expect(status).toBe(503)
    const extensions = { code: 'UNAVAILABLE', field: 'time', limit: 50, reason: 'TIMEOUT' }
    expect(body.errors!.map((error) => error.extensions)).toEqual([extensions])
    expect(logged).toMatchObject([{ level: 'warn', details: { requestId: headers.get('x-request-id') } }])
  })

  test('an address that is not there is NOT_FOUND as JSON', async () => {
    const response = await fetch(`${server.url}/nothing`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND', value: '/nothing' } }] })
  })

  test('a method that GraphQL does not have is refused as JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/graphql`, {
      method: 'PUT',
      body: '{"query":"{ credential }"}',
      headers,
    })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })
})
