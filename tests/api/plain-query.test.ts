import { beforeAll, expect, test } from 'vitest'
import { createApiToken } from '../../server/services/credential.ts'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers } from './bare-server.ts'

/** Nothing in it matters, but a query that comes with extensions is not plain: Apollo answers it. */
const BY_APOLLO = { extensions: { traced: false } }

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let server: BareServer
  let authorization: string
  beforeAll(async () => {
    server = await serve(await open(), { timeLimit: 300 })
    const token = { name: 'erp', scopes: ['ORDERS_READ'] as const }
    const { secret } = await createApiToken(server.baton.database.pool, token, server.time.now)
    authorization = `Bearer ${secret}`
  })

  /** All that an answer says, but for its time and its own id. */
  async function answer(body: object, headers: Record<string, string>) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, ...headers },
      body: JSON.stringify(body),
    })
    const { 'x-request-id': id = '', date: _, ...rest } = Object.fromEntries(response.headers)
    return { status: response.status, headers: rest, text: (await response.text()).replaceAll(id, 'ID') }
  }

  const echo = 'query Q($text: String!, $first: Int = 1) { echo(text: $text, first: $first) }'
  const asked: [string, object, Record<string, string>?][] = [
    ['a query', { query: '{ credential }' }],
    ['variables', { query: echo, variables: { text: 'hello', first: 3 } }],
    ['variables that are too many', { query: echo, variables: { text: 'hello', more: 3 } }],
    ['a variable of another type', { query: echo, variables: { text: 7 } }],
    ['a variable that is missing', { query: echo, variables: null }],
    ['an operation by its name', { query: `${echo} query R { credential }`, operationName: 'R' }],
    ['an operation of which there are two', { query: 'query A { credential } query B { credential }' }],
    ['an operation that is not there', { query: 'query A { credential }', operationName: 'B' }],
    ['an operation without a name', { query: 'query A { credential }', operationName: '' }],
    ['a mutation', { query: 'mutation { refused }' }],
    ['a subscription', { query: 'subscription { never }' }],
    ['a document that cannot be read', { query: '{' }],
    ['a document that is not valid', { query: '{ nothing }' }],
    [
      'a page that is too dear',
      { query: '{ things(first: 100) { nodes { things(first: 100) { nodes { name } } } } }' },
    ],
    [
      'a page that its variables make too dear',
      {
        query: 'query ($n: Int) { things(first: $n) { nodes { things(first: $n) { nodes { name } } } } }',
        variables: { n: 100 },
      },
    ],
    ['a field that is refused', { query: '{ credential refused }' }],
    ['a field that fails', { query: '{ credential broken }' }],
    ['a field that the database does not answer', { query: '{ timedOut }' }],
    ['a field that never answers', { query: '{ never }' }],
    ['an argument that is wrong', { query: '{ order(input: { number: 7 }) }' }],
    ['introspection', { query: '{ __typename __schema { queryType { name } } }' }],
    ['fields left out', { query: 'query ($no: Boolean!) { credential @include(if: $no) }', variables: { no: false } }],
    ['no query', { variables: {} }],
    ['the type of GraphQL over HTTP', { query: '{ refused }' }, { accept: 'application/graphql-response+json' }],
    ['a list of types', { query: '{ refused }' }, { accept: 'text/html, application/json,application/graphql+json' }],
    ['weighed types', { query: '{ refused }' }, { accept: 'application/json;q=0.1, application/*' }],
    ['any type', { query: '{ refused }' }, { accept: '*/*' }],
    ['another type', { query: '{ refused }' }, { accept: 'text/html' }],
    ['a credential that is not good', { query: '{ credential }' }, { authorization: 'Bearer bat_unknown' }],
  ]
  test.each(asked)('%s is answered as Apollo answers, to the byte', async (_, body, headers = {}) => {
    expect(await answer(body, headers)).toEqual(await answer({ ...body, ...BY_APOLLO }, headers))
  })
})
