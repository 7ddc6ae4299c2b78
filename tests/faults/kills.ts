import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '../../server/demo/random.ts'
import type { Verification } from '../../server/services/verify.ts'
import type { Failpoint } from './failpoints.ts'
import type { Trouble } from './ordeal.ts'
import { verifyThere } from './premises.ts'

export type Kills = {
  /** How often the server is killed at a random moment. */
  readonly moments: number
  readonly failpoints: readonly Failpoint[]
  readonly seed: number
}

/** Milliseconds within which a server is killed after the answer that was waited for: some way into what it does then. */
const MOMENT = 30

/** SIGKILL, again and again; each time tables and log are compared, without a server or beside the one that was started again. */
export function kills({ moments, failpoints, seed }: Kills): Trouble {
  return async ({ premises, service, load }) => {
    const random = seeded(seed)
    const verifications: Verification[] = []
    for (const failpoint of failpoints) {
      await service.startToDie(failpoint, random.whole(1, 10))
      verifications.push(await verifyThere(premises))
    }
    await service.start()
    for (let kill = 0; kill < moments; kill++) {
      await load.answered(random.whole(1, 40))
      await pause(random.unit() * MOMENT)
      await service.kill()
      await service.start()
      verifications.push(await verifyThere(premises))
    }
    return verifications
  }
}
