import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEMO_TOKENS } from '../demo/personas.ts'
import { tokensByDigest } from '../storage/credential-queries.ts'
import type { Tx } from '../storage/database.ts'
import type { Baton } from './baton.ts'
import { createApiToken } from './credential.ts'
import { digestOf } from './secret.ts'

const FILE = 'demo-tokens.json'

/**
 * Writes the demo's API tokens to `demo-tokens.json` in the data folder, readable by its owner alone, and returns the file's
 * path. Tokens that are there and still good are kept, so that a program that was given one goes on working after a restart.
 */
export async function createDemoTokens(baton: Baton, dataDir: string): Promise<string> {
  const path = join(dataDir, FILE)
  if (await areGood(baton, await readTokens(path))) return path
  await mkdir(dataDir, { recursive: true })
  await baton.database.transaction(async (tx) => writeOwn(path, await makeTokens(tx, baton)))
  return path
}

async function makeTokens(tx: Tx, { directory, clock }: Baton): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {}
  for (const { key, person, scopes } of DEMO_TOKENS) {
    const personId = person === null ? null : directory.people.byKey(person)!.id
    tokens[key] = (await createApiToken(tx, { name: `Demo: ${key}`, scopes, personId }, clock())).secret
  }
  return tokens
}

/** In one piece: who reads it while it is written sees the old one or the new one. */
async function writeOwn(path: string, tokens: object): Promise<void> {
  const draft = `${path}.new`
  await writeFile(draft, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, path)
}

/** What the file says; nothing where there is none or it is no JSON. */
async function readTokens(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return Object(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}

/** False as well where the file belongs to another database. */
async function areGood({ database }: Baton, tokens: Readonly<Record<string, unknown>>): Promise<boolean> {
  for (const { key } of DEMO_TOKENS) {
    const secret = tokens[key]
    const digest = typeof secret === 'string' ? digestOf(secret) : ''
    const token = (await tokensByDigest(database, [digest])).get(digest)
    if (token?.revokedAt !== null) return false
  }
  return true
}
