import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { describeShared } from '../support/shared-data.ts'
import { makeFolder } from './imports.ts'

/** Its commands are programs, which share the machine with other test files. */
vi.setConfig({ testTimeout: 600_000 })

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const PAGE = readFileSync(at('docs/import.md'), 'utf8')
const TOKEN = 'the-admin-token-of-this-test'
/** `npx baton` of a checkout. */
const NPX = `npx() { shift; "${process.execPath}" "${at('server/cli.ts')}" "$@"; }`

/** What stands on the page between fences, in the order of the page. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text!)
}

function shell(script: string, cwd: string, data: string): Promise<string> {
  const { PATH = '', TZ = 'UTC' } = process.env
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const env = { PATH, TZ, BATON_DATA: data }
  execFile('bash', ['-euc', `${NPX}\n${script}`], { cwd, env }, (error, out) => (error ? reject(error) : resolve(out)))
  return promise
}

describeShared('data', (shared) => {
  test('the page on imports leads to an order that can be traced: its commands print what it says', async () => {
    const [folder, data] = [makeFolder(), makeFolder()]
    const project = join(folder, 'project')
    mkdirSync(project)
    symlinkSync(join(shared, '..'), join(folder, 'shared'))
    const [commands, printed] = [blocks('sh'), blocks('text')]
    expect(commands).toHaveLength(4)
    for (const [place, command] of commands.entries()) expect(await shell(command, project, data)).toBe(printed[place])

    const config = readConfig({ BATON_DATA: data, PORT: '0', BATON_ADMIN_TOKEN: TOKEN })
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const running = await startBaton(config, { log, empty: true } as Parameters<typeof startBaton>[1])
    const [query] = blocks('graphql')
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` }
    const asked = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    const answer = await asked.json().finally(() => running.close())
    expect(answer).toMatchObject({ data: { order: { number: 'ORD-0001', state: 'DELIVERED' } } })
    const ran = answer.data.order.steps.flatMap((step: { runs: object[] }) => step.runs)
    expect(ran).toHaveLength(12)
    expect(ran[0]).toMatchObject({ holder: { name: 'Alice' }, startedAt: '2024-11-22T18:01:00Z' })
  })
})
