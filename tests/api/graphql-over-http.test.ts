import { serverAudits } from 'graphql-http'
import { beforeAll, expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers } from './bare-server.ts'

/**
 * What the audits of graphql-http find that Baton does otherwise, and why. An audit is an error where the specification says MUST,
 * a warning where it says SHOULD, a notice where it says MAY. There is no error.
 */
const DIFFERS: Record<string, readonly ['warn' | 'notice', why: string]> = {
  '572B': [
    'warn',
    'A document that cannot be parsed is answered with 400 to application/json too: a monitor that reads no GraphQL sees it',
  ],
  FDE2: ['warn', 'So is one that is not valid'],
  '7B9B': ['warn', 'So are variables that do not fit'],
  '5A70': ['notice', 'A GET needs a header that no foreign page can send (CSRF prevention): these audits send none'],
  D6D5: ['notice', 'As 5A70'],
  '6A70': ['notice', 'As 5A70'],
}

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let server: BareServer
  beforeAll(async () => {
    server = await serve(await open(), { schema })
  })

  test('GraphQL is spoken over HTTP as the specification says, but for what is explained here', async () => {
    const results = await Promise.all(serverAudits({ url: `${server.url}/graphql` }).map(({ fn }) => fn()))
    expect(results.length).toBeGreaterThan(60)
    const differing = results.filter(({ status }) => status !== 'ok').map(({ id, status }) => [id, status])
    const explained = Object.entries(DIFFERS).map(([id, [status]]) => [id, status])
    expect(differing.sort()).toEqual(explained.sort())
  })
})
