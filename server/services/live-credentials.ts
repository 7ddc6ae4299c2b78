import type { Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import { goodCredentials } from '../storage/credential-queries.ts'
import type { Baton } from './baton.ts'
import { unauthenticated } from './credential.ts'

/** Milliseconds between two looks at what is open: whose credential has died is sent away within a second. */
const PERIOD = 800

type Held = { readonly viewer: Viewer; readonly end: (refusal: Refusal) => void }

/**
 * The credentials of all that stands open in this process. One statement asks for all of them whether they are still good: at
 * least each second, and before the feed hands on an event, so that what was revoked before an event gets nothing of it.
 */
export class LiveCredentials {
  private readonly open = new Set<Held>()
  private readonly parts: Pick<Baton, 'database' | 'directory' | 'clock'>
  private readonly timer: NodeJS.Timeout
  private isLooking = false

  constructor(parts: Pick<Baton, 'database' | 'directory' | 'clock'>) {
    this.parts = parts
    this.timer = setInterval(() => void this.look(), PERIOD)
    this.timer.unref()
  }

  /** Has `end` called once when the viewer's credential is no longer good. Returns how to stop that. */
  hold(viewer: Viewer, end: Held['end']): () => void {
    const held = { viewer, end }
    this.open.add(held)
    return () => void this.open.delete(held)
  }

  /** Ends what is open with a credential that is good no more. Throws, and ends nothing, where the database cannot tell. */
  async check(): Promise<void> {
    if (this.open.size === 0) return
    const held = [...this.open]
    const asked = new Set(held.map(({ viewer }) => viewer.credential))
    const good = await goodCredentials(this.parts.database.pool, asked, this.parts.clock())
    for (const one of held) if (!good.has(one.viewer.credential) || !this.isThere(one.viewer)) this.end(one)
  }

  close(): void {
    clearInterval(this.timer)
    this.open.clear()
  }

  private end(held: Held): void {
    if (this.open.delete(held)) held.end(unauthenticated())
  }

  private isThere({ person }: Viewer): boolean {
    return person === null || this.parts.directory.people.byId(person.id) !== null
  }

  private async look(): Promise<void> {
    if (this.isLooking) return
    this.isLooking = true
    await this.check().catch(() => {})
    this.isLooking = false
  }
}
