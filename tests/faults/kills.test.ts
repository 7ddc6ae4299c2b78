import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createPostgres, ENGINES, onDatabase } from '../support/database.ts'
import { expectNothingLost } from './endured.ts'
import type { Failpoint } from './failpoints.ts'
import { kills } from './kills.ts'
import { endure, inWords } from './ordeal.ts'
import { prepare } from './premises.ts'

/** The long form of this is `npm run bench -- kills`, with every failpoint. */
const FAILPOINTS: readonly Failpoint[] = [
  'after a change is committed, before anybody knows',
  'while the numbers are committed',
]
const PLAN = { moments: 3, failpoints: FAILPOINTS, seed: 11 }
const LIMIT = 300_000

for (const engine of ENGINES)
  onDatabase(engine, () => {
    test('a server that is killed again and again loses nothing, does nothing twice and tells every watcher all of it', {
      timeout: LIMIT,
    }, async () => {
      const postgres = engine === 'PostgreSQL' ? await createPostgres() : null
      const folder = await mkdtemp(join(tmpdir(), 'baton-kills-'))
      const endured = await endure(await prepare(postgres?.url ?? null, folder), kills(PLAN))
      await postgres?.drop()
      await rm(folder, { recursive: true })
      console.log(`${engine}: ${inWords(endured)}`)
      expect(endured.verifications).toHaveLength(PLAN.moments + FAILPOINTS.length)
      expect(endured.cuts).toBeGreaterThan(0)
      expectNothingLost(endured)
    })
  })
