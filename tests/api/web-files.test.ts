import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { type BareServer, bareServers } from './bare-server.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  const webRoot = mkdtempSync(join(tmpdir(), 'baton-web-'))
  let server: BareServer
  let unbuilt: BareServer
  beforeAll(async () => {
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), 'the page')
    writeFileSync(join(webRoot, 'graphiql.html'), 'GraphiQL')
    writeFileSync(join(webRoot, 'assets', 'page-1a2b3c.js'), 'script')
    const database = await open()
    server = await serve(database, { webRoot })
    unbuilt = await serve(database)
  })
  afterAll(() => rmSync(webRoot, { recursive: true }))

  const get = async (path: string, headers: Record<string, string> = BROWSER) => {
    const response = await fetch(`${server.url}${path}`, { headers })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  describe('the web client', () => {
    test('is served at every address of its own, and asked for again each time', async () => {
      for (const path of ['/', '/orders/KO-24310', '/index.html']) {
        const { status, headers, text } = await get(path)
        expect([path, status, text]).toEqual([path, 200, 'the page'])
        expect(headers.get('content-type')).toMatch(/^text\/html/)
        expect(headers.get('cache-control')).toBe('no-cache')
      }
    })

    test('has its named-by-content files kept for ever', async () => {
      const { text, headers } = await get('/assets/page-1a2b3c.js')
      expect([text, headers.get('cache-control')]).toEqual(['script', 'public, max-age=31536000, immutable'])
    })

    test('is sent compressed to whoever takes it so, where its build compressed it', async () => {
      const address = new URL('/assets/page-1a2b3c.js', server.url)
      writeFileSync(join(webRoot, 'assets', 'page-1a2b3c.js.gz'), gzipSync('script'))
      for (const [encoding, sent] of [
        ['gzip', 'gzip'],
        ['identity', null],
      ] as const) {
        const response = await fetch(address, { headers: { 'accept-encoding': encoding } })
        expect([encoding, response.headers.get('content-encoding'), await response.text()]).toEqual([
          encoding,
          sent,
          'script',
        ])
        expect(response.headers.get('content-type')).toMatch(/javascript/)
        expect(response.headers.get('cache-control')).toContain('immutable')
        expect(response.headers.get('vary')).toMatch(/accept-encoding/i)
      }
    })

    test('takes scripts from here alone, may not be framed, and is what its type says', async () => {
      const { headers } = await get('/')
      const policy = headers.get('content-security-policy')!.split('; ')
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy.find((rule) => rule.startsWith('script-src'))).toBeUndefined()
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    })

    test('is no answer to who asks for something else than a page', async () => {
      for (const path of ['/orders/KO-24310', '/assets/gone.js', '/..%2f..%2fpackage.json']) {
        const { status, text } = await get(path, { accept: '*/*' })
        expect([path, status, JSON.parse(text).errors[0].extensions.code]).toEqual([path, 404, 'NOT_FOUND'])
      }
    })

    test('says how to build it where it is not built', async () => {
      const response = await fetch(unbuilt.url, { headers: BROWSER })
      expect(response.status).toBe(404)
      expect((await response.json()).errors[0].message).toContain('npm start')
    })
  })

  describe('/graphql', () => {
    test('is GraphiQL for a browser', async () => {
      for (const path of ['/graphql', '/graphql?query=%7B%20credential%20%7D']) {
        const { status, headers, text } = await get(path)
        expect([status, text]).toEqual([200, 'GraphiQL'])
        expect(headers.get('content-security-policy')).toContain("worker-src 'self' blob:")
      }
    })

    test('is the API for everyone else', async () => {
      const header = { 'apollo-require-preflight': '1' }
      for (const accept of ['application/json', '*/*', 'application/json, text/html']) {
        const { text } = await get('/graphql?query=%7B%20credential%20%7D', { ...header, accept })
        expect([accept, JSON.parse(text)]).toEqual([accept, { data: { credential: 'nobody' } }])
      }
    })
  })
})
