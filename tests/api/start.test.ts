import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../../server/config.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import { type Running, type StartOptions, startBaton } from '../../server/start.ts'
import { openEmbedded } from '../../server/storage/database.ts'
import { post } from './bare-server.ts'
import { dataFolders, template } from './data-folder.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }
const { root, prepare } = dataFolders()
const running: Running[] = []

afterEach(async () => {
  for (const baton of running.splice(0)) await baton.close()
})

async function start(
  config: Partial<Config>,
  options: Partial<StartOptions> = {},
): Promise<Running & { lines: string[] }> {
  const lines: string[] = []
  const progress = (line: string) => void lines.push(line)
  const whole = { ...readConfig({ PORT: '0' }), ...config }
  const baton = await startBaton(whole, { log: SILENT, empty: true, progress, ...options })
  running.push(baton)
  return { ...baton, lines }
}

/** For a start that is not about the folder. */
const inMemory = async () => ({ database: await openEmbedded(null, { loadDataDir: await template() }) })

const refusalOf = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error('it started')),
    (error) => (error instanceof Refusal ? error : Promise.reject(error)),
  )

describe('Baton', () => {
  test('serves the demo company to those who pick a persona or bear a token of it', async () => {
    const dataDir = join(root, 'demo')
    const { url, lines } = await start({ dataDir }, { ...(await inMemory()), empty: false })
    expect(lines.at(-1)).toBe(`Baton is at ${url}`)

    const file = join(dataDir, 'demo-tokens.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const tokens: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
    const names = ['accounting', 'admin', 'integration', 'production', 'rep', 'warehouse']
    expect(Object.keys(tokens).sort()).toEqual(names)
    for (const token of Object.values(tokens)) {
      const { body } = await post(
        url,
        { query: '{ viewer { roles } departments { key } }' },
        { authorization: `Bearer ${token}` },
      )
      expect(body.errors).toBeUndefined()
    }

    const { personas } = await (await fetch(`${url}/session/personas`)).json()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ person: personas[0].key })
    const session = await fetch(`${url}/session`, { method: 'POST', headers, body })
    const cookie = session.headers.get('set-cookie')!.split(';')[0]!
    const { body: answer } = await post(url, { query: '{ viewer { person { key } } }' }, { cookie })
    expect(answer.data).toEqual({ viewer: { person: { key: personas[0].key } } })
  })

  test('starts empty when told so, with nobody to sign in as', async () => {
    const dataDir = join(root, 'empty')
    const { url } = await start({ dataDir }, await inMemory())
    expect(await (await fetch(`${url}/session/personas`)).json()).toEqual({ personas: [] })
    expect(existsSync(join(dataDir, 'demo-tokens.json'))).toBe(false)
  })

  test('keeps what it has from one start to the next', async () => {
    const config = { dataDir: await prepare('kept'), adminToken: 'the-admin-token-of-this-test' }
    const headers = { authorization: `Bearer ${config.adminToken}` }
    const first = await start(config)
    const mutation = 'mutation { createCustomer(input: { key: "acme", name: "Acme" }) { customer { name } } }'
    expect((await post(first.url, { query: mutation }, headers)).body.errors).toBeUndefined()
    await first.close()
    running.length = 0
    const second = await start(config)
    const { body } = await post(second.url, { query: '{ customer(key: "acme") { name } }' }, headers)
    expect(body.data).toEqual({ customer: { name: 'Acme' } })
  })

  test('refuses to listen beyond loopback without an admin’s token, before it touches anything', async () => {
    const dataDir = join(root, 'open')
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'baton.example']) {
      const { message, details } = await refusalOf(start({ dataDir, host }))
      expect(details).toEqual({ field: 'HOST', value: host, limit: '127.0.0.1' })
      expect(message).toContain('BATON_ADMIN_TOKEN')
    }
    expect(existsSync(dataDir)).toBe(false)
  })

  test('listens beyond loopback with an admin’s token, and then says nothing of this machine alone', async () => {
    const config = { host: '0.0.0.0', adminToken: 'x'.repeat(20) }
    const { url, lines } = await start(config, await inMemory())
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(lines.join('\n')).not.toContain('this machine alone')
  })

  test('says that it serves this machine alone when nothing but the demo protects it', async () => {
    const { lines } = await start({}, await inMemory())
    expect(lines).toContain("No authentication but the demo's: Baton listens on this machine alone")
  })

  test('on a port that is taken gives up by its name and leaves nothing locked', async () => {
    const taken = await start({}, await inMemory())
    const port = Number(new URL(taken.url).port)
    const dataDir = await prepare('second')
    const { details } = await refusalOf(start({ dataDir, port }))
    expect(details).toEqual({ field: 'PORT', value: port })
    await start({ dataDir })
  })
})
