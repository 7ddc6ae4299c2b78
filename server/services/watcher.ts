import type { EventOrder } from '../domain/audience.ts'
import type { Person } from '../domain/directory.ts'
import type { StoredEvent } from '../domain/event.ts'
import { sightOf, type Viewer } from '../domain/visibility.ts'
import { viewerNow } from './credential.ts'
import type { Directory } from './directory.ts'
import type { Frame } from './frame.ts'

/** What a watcher wants. `wants` asks nothing about the viewer, `concerns` does; `check` refuses when the whole watch must end. */
export type Watch = {
  /** Two watches with the same key want the same. */
  readonly key: string
  readonly after: number
  readonly imported: boolean
  readonly wants: (event: StoredEvent, order: EventOrder | null) => boolean
  readonly concerns?: (viewer: Viewer, order: EventOrder | null) => boolean
  readonly check?: (viewer: Viewer) => void
}

/** What is made of a frame for those who get it; made once for all whom it serves. */
export type Answers<A> = { of(frame: Frame, viewer: Viewer): Promise<A> }

/** Where a watcher stands: on the way to now, or with others. */
export type Seat = { remove(watcher: Watcher): void }

/** Somebody who watches. Two share all work where they have the same answers, watches of one key, and viewers of one sight. */
export interface Watcher<A = unknown> {
  readonly viewer: Viewer
  readonly answers: Answers<A>
  /** How far it has been told, and where it stands; both are kept by the feed. */
  place: number
  seat: Seat | null
  /** Resolves when it can take more of the past. */
  calm(): Promise<void>
  take(frame: Frame, answer: A): void
  /** Nothing follows. */
  end(error: unknown): void
}

/** The watchers of one credential among those who share a watch. Who they are now is found out once for all. */
export class Party {
  readonly watchers = new Set<Watcher>()
  private viewer: Viewer
  private person: Person | null
  private seen: string
  private readonly directory: Directory

  constructor(viewer: Viewer, directory: Directory) {
    this.viewer = viewer
    this.person = viewer.person
    this.seen = sightOf(viewer)
    this.directory = directory
  }

  /** Who it is by now; UNAUTHENTICATED when that person is gone. */
  now(): Viewer {
    if (this.person === null || this.directory.people.byId(this.person.id) === this.person) return this.viewer
    this.viewer = viewerNow({ directory: this.directory }, this.viewer)
    this.person = this.viewer.person
    this.seen = sightOf(this.viewer)
    return this.viewer
  }

  /** As `sightOf` has it, by now. */
  sight(): string {
    this.now()
    return this.seen
  }

  /** Hands it to those who have not been told it yet. */
  take(frame: Frame, answer: unknown): void {
    for (const watcher of this.watchers) {
      if (watcher.place >= frame.place) continue
      watcher.place = frame.place
      watcher.take(frame, answer)
    }
  }

  end(error: unknown): void {
    for (const watcher of this.watchers) watcher.end(error)
    this.watchers.clear()
  }
}
