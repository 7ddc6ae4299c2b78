import { actAs, type Watch } from '../support/client.ts'
import type { Service } from './service.ts'

const EVENTS = 'subscription ($after: String!) { events(after: $after) { cursor events { id cursor } } }'

/** A program that follows the feed by WebSocket through everything: when it is cut off it comes back with its last cursor. */
export class FaithfulWatcher {
  /** The ids of the events that it was given, in that order. */
  readonly eventIds: number[] = []
  /** How often it was cut off. */
  cuts = 0
  private cursor: string
  private stopAt: string | null = null
  private watch: Watch | null = null
  private readonly service: Pick<Service, 'url'>
  private readonly token: string

  constructor(service: Pick<Service, 'url'>, token: string, cursor: string) {
    this.service = service
    this.token = token
    this.cursor = cursor
  }

  /** Until the place that `finishAt` names. */
  async run(): Promise<void> {
    while (this.cursor !== this.stopAt) {
      this.watch = actAs(await this.service.url, this.token).watch(EVENTS, { after: this.cursor })
      await this.follow(this.watch).catch((error: unknown) => this.bear(error))
      await this.watch.close()
    }
  }

  /** Goes on until it has been told all up to this cursor. */
  async finishAt(cursor: string): Promise<void> {
    this.stopAt = cursor
    if (this.cursor === cursor) await this.watch?.close()
  }

  private async follow(watch: Watch): Promise<void> {
    while (this.cursor !== this.stopAt) {
      const { events: frame } = await watch.next()
      this.eventIds.push(...frame.events.map(({ id }: { id: string }) => eventId(id)))
      this.cursor = frame.cursor
    }
  }

  /** Being cut off is what it is there for; a refusal is not. */
  private bear(error: unknown): void {
    if (this.cursor === this.stopAt) return
    const isRefused = error instanceof Error && /^refused|closed: 44/.test(error.message)
    if (isRefused && !error.message.includes('UNAVAILABLE')) throw error
    this.cuts += 1
  }
}

function eventId(id: string): number {
  return Number(Buffer.from(id, 'base64').toString().split(':')[1])
}
