import type { Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import { type CredentialQuestion, goodCredentials } from '../storage/credential-queries.ts'
import type { Baton } from './baton.ts'
import { unauthenticated } from './credential.ts'
import type { Directory } from './directory.ts'

/** Milliseconds between two looks at what is open: whose credential has died is sent away within a second. */
const PERIOD = 800

type Held = { readonly viewer: Viewer; readonly end: (refusal: Refusal) => void }

/** What is asked about all that stood open at a moment, and what the answer means for it. */
export type Roll = {
  readonly question: CredentialQuestion
  /** Ends what has a credential that is not among the good ones. What was opened since the question is asked about now. */
  settle(good: ReadonlySet<string>): Promise<void>
}

/**
 * The credentials of all that stands open in this process. One statement asks for all of them whether they are still good: at
 * least each second, and together with the events that the feed hands on, so that what was revoked before an event gets nothing of it.
 */
export class LiveCredentials {
  private readonly open = new Set<Held>()
  private readonly parts: Pick<Baton, 'database' | 'directory' | 'clock'>
  private readonly timer: NodeJS.Timeout
  private isLooking = false
  /** Grows with each that is opened. */
  private opened = 0
  /** Kept for as long as nothing is opened or closed. */
  private credentials: ReadonlySet<string> | null = null
  /** The people among whom everybody is for whom anything is open; null where that is not known. */
  private people: Directory['people'] | null = null

  constructor(parts: Pick<Baton, 'database' | 'directory' | 'clock'>) {
    this.parts = parts
    this.timer = setInterval(() => void this.look(), PERIOD)
    this.timer.unref()
  }

  /** Has `end` called once when the viewer's credential is no longer good. Returns how to stop that. */
  hold(viewer: Viewer, end: Held['end']): () => void {
    const held = { viewer, end }
    this.open.add(held)
    this.opened += 1
    this.credentials = null
    this.people = null
    return () => this.drop(held)
  }

  /** Whoever holds something open now. */
  call(): Roll {
    const { opened } = this
    const asked = this.credentialsOpen()
    return {
      question: { asked, at: this.parts.clock() },
      settle: async (good) => {
        this.endThose(asked, good)
        if (this.opened !== opened) await this.check()
      },
    }
  }

  /** Ends what is open with a credential that is good no more. Throws, and ends nothing, where the database cannot tell. */
  async check(): Promise<void> {
    if (this.open.size === 0) return
    const asked = this.credentialsOpen()
    const good = await goodCredentials(this.parts.database, { asked, at: this.parts.clock() })
    this.endThose(asked, good)
  }

  close(): void {
    clearInterval(this.timer)
    this.open.clear()
  }

  private credentialsOpen(): ReadonlySet<string> {
    this.credentials ??= new Set([...this.open].map(({ viewer }) => viewer.credential))
    return this.credentials
  }

  /** Ends what is open with one of those that were asked about and is not good, or for a person who is gone. */
  private endThose(asked: ReadonlySet<string>, good: ReadonlySet<string>): void {
    const { people } = this.parts.directory
    const bad = new Set([...asked].filter((credential) => !good.has(credential) && isKept(credential)))
    if (bad.size === 0 && people === this.people) return
    this.people = people
    for (const held of this.open) {
      const { credential, person } = held.viewer
      const isThere = person === null || people.byId(person.id) !== null
      if ((!isThere || bad.has(credential)) && this.drop(held)) held.end(unauthenticated())
    }
  }

  private drop(held: Held): boolean {
    this.credentials = null
    return this.open.delete(held)
  }

  private async look(): Promise<void> {
    if (this.isLooking) return
    this.isLooking = true
    await this.check().catch(() => {})
    this.isLooking = false
  }
}

/** BATON_ADMIN_TOKEN is no row of the database: it is good for as long as the process runs. */
function isKept(credential: string): boolean {
  return /^(token|session):/.test(credential)
}
