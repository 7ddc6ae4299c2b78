import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { StoredEvent } from '../../server/domain/event.ts'
import type { Frame } from '../../server/services/frame.ts'
import { Answer } from '../../server/transport/answer.ts'
import { Connection } from '../../server/transport/websocket-connection.ts'
import { WriteTurn } from '../../server/transport/write-turn.ts'

/** A channel that takes nothing while it is blocked. */
class Channel extends Duplex {
  isBlocked = false
  readonly taken: string[] = []
  private readonly waiting: (() => void)[] = []

  override _read(): void {}

  override _write(chunk: Buffer, _: string, done: () => void): void {
    const take = () => {
      this.taken.push(chunk.toString('latin1'))
      done()
    }
    if (this.isBlocked) this.waiting.push(take)
    else take()
  }

  open(): void {
    this.isBlocked = false
    for (const take of this.waiting.splice(0)) take()
  }
}

let head = 0
function connected(id: string) {
  const channel = new Channel()
  const socket = { readyState: WebSocket.OPEN, OPEN: WebSocket.OPEN } as WebSocket
  const request = { socket: channel, headers: {} } as unknown as IncomingMessage
  const connection = new Connection(socket, request, new WriteTurn(() => head))
  return { channel, connection, reader: connection.reader(id) }
}

function frame(): Frame {
  head += 1
  return { place: head, cursor: `c${head}`, isLive: true, events: [{ orderId: null } as StoredEvent] }
}

test('a message that waits to leave is not written over by the next reader, and counts until it has left', async () => {
  const [slow, quick] = [connected('slow!'), connected('quick')]
  const both = (told: Frame, text: string) => {
    const answer = new Answer(JSON.stringify({ text }), false)
    for (const { reader } of [slow, quick]) reader.take(answer, told)
  }
  both(frame(), 'the first')
  await new Promise(setImmediate)
  slow.channel.isBlocked = true
  both(frame(), 'the second')
  expect(slow.connection.outbox.unsentBytes).toBe(quick.channel.taken[1]!.length)
  both(frame(), 'the third')
  slow.channel.open()
  await new Promise(setImmediate)
  slow.channel.open()
  const told = ({ channel }: typeof slow) => channel.taken.join('').match(/"id":"\w+!?"|the \w+/g)
  const wanted = (id: string) => ['first', 'second', 'third'].flatMap((one) => [`"id":"${id}"`, `the ${one}`])
  expect([told(slow), told(quick)]).toEqual([wanted('slow!'), wanted('quick')])
  expect([slow.connection.outbox.unsentBytes, slow.connection.outbox.cursor()]).toEqual([0, 'c3'])
})
