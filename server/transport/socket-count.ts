import type { Viewer } from '../domain/visibility.ts'
import { exceeded, LIMITS } from './limits.ts'

/** Counts the sockets and event streams that each viewer has open on this server, whatever the credential; strangers by address. */
export class SocketCount {
  private readonly open = new Map<string, number>()

  /** Counts one more until what it returns is called. LIMIT_EXCEEDED when the viewer has as many as one may have. */
  enter(viewer: Viewer, address: string | undefined): () => void {
    const name = nameOf(viewer, address)
    const count = (this.open.get(name) ?? 0) + 1
    if (count > LIMITS.sockets) throw exceeded('sockets', LIMITS.sockets, count)
    this.open.set(name, count)
    return () => this.leave(name)
  }

  private leave(name: string): void {
    const count = this.open.get(name)! - 1
    if (count === 0) this.open.delete(name)
    else this.open.set(name, count)
  }
}

function nameOf({ person, actor, credential }: Viewer, address: string | undefined): string {
  if (person) return `person:${person.id}`
  return actor ? credential : `${credential} at ${address}`
}
