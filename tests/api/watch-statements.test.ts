import { expect, test } from 'vitest'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { LOCK_NUMBERING } from '../../server/storage/numberer.ts'
import { eachDatabase } from '../support/database.ts'
import { type Company, companies, place } from './company.ts'
import { Socket } from './socket.ts'

const WATCH = `subscription ($order: String!, $after: String) { orderEvents(number: $order, after: $after) {
  cursor events { reason order { number current { key } } step { key state department { name } holder { name } } }
} }`
/** What is asked of orders to know whom their events concern. */
const ORIGINS = '"rep_id", "customer_id", "workflow_id" from "orders"'
/** The orders of which the events tell, in the message that reads those. */
const ORDERS_ALONG = expect.stringMatching(/from "orders" where .* order by "event"."seq" limit/s)
/** Of a socket. */
const SUBSCRIPTIONS = 25
/** Statements of an event, if no tick of the clock comes between: each tick asks something by itself. */
const STATEMENTS = 4
/** Events until one has no tick in between. */
const TRIES = 100

eachDatabase((open) => {
  const company = companies()

  test('an event that 100 watchers are told of is numbered, read and answered in one message to the database', async () => {
    const statements: string[] = []
    const baton = await company(await open({ observe: (statement) => statements.push(statement) }))
    await place(baton, 'rita', 'S-1')
    const { feed } = await baton.tell('ada', '{ feed { head } }')
    await happen(baton, 'the first')
    const sockets = await Promise.all(['reader', 'erp', 'rita', 'ada'].map((who) => watching(baton, who, feed.head)))
    for (let count = 0; count < TRIES && statements.length !== STATEMENTS; count++) {
      await happen(baton, `event ${count}`)
      statements.length = 0
      await baton.baton.feed.tail.catchUp()
      for (const socket of sockets) await toldOf(socket, `event ${count}`)
    }
    expect(statements).toEqual([
      LOCK_NUMBERING,
      expect.stringContaining('update event set seq'),
      expect.stringMatching(/from event where seq >/),
      ORDERS_ALONG,
    ])
    for (const socket of sockets) socket.close()
  })

  test('orders are read along with events no longer than anybody is told of them', async () => {
    const statements: string[] = []
    const baton = await company(await open({ observe: (statement) => statements.push(statement) }))
    await place(baton, 'rita', 'S-1')
    const { feed } = await baton.tell('ada', '{ feed { head } }')
    await happen(baton, 'the first')
    const socket = await watching(baton, 'ada', feed.head)
    await happen(baton, 'the second')
    await baton.baton.feed.tail.catchUp()
    await toldOf(socket, 'the second')
    socket.close()
    await socket.closed
    const asked = () => statements.some((statement) => ORDERS_ALONG.asymmetricMatch(statement))
    for (let count = 0; count < TRIES && (count === 0 || asked()); count++) {
      statements.length = 0
      await happen(baton, `what nobody wants ${count}`)
      await baton.baton.feed.tail.catchUp()
    }
    expect(statements).toContainEqual(expect.stringContaining('update event set seq'))
    expect(statements).not.toContainEqual(ORDERS_ALONG)
  })

  test('a watcher that catches up asks once about the orders of all that it has missed', async () => {
    const statements: string[] = []
    const baton = await company(await open({ observe: (statement) => statements.push(statement) }))
    const { feed } = await baton.tell('ada', '{ feed { head } }')
    const missed = Array.from({ length: 20 }, (_, number) => `M-${number}`)
    for (const number of missed) await place(baton, 'rita', number)
    const socket = await Socket.connected(baton.url, { authorization: `Bearer ${baton.secrets.reader}` })
    socket.subscribe('subscription ($after: String) { events(after: $after) { cursor } }', { after: feed.head }, '1')
    for (const _ of missed) expect(await socket.next()).toMatchObject({ type: 'next' })
    expect(statements.filter((statement) => statement.includes(ORIGINS))).toHaveLength(1)
    socket.close()
  })
})

/** A socket of theirs with its subscriptions, each of which has been told of the first event and so stands. */
async function watching({ url, secrets }: Company, who: string, after: string): Promise<Socket> {
  const socket = await Socket.connected(url, { authorization: `Bearer ${secrets[who]}` })
  for (let id = 1; id <= SUBSCRIPTIONS; id++) socket.subscribe(WATCH, { order: 'S-1', after }, String(id))
  await toldOf(socket, 'the first')
  return socket
}

async function toldOf(socket: Socket, reason: string): Promise<void> {
  const told = new Set<string>()
  while (told.size < SUBSCRIPTIONS) {
    const message = await socket.next()
    expect(message).toMatchObject({ type: 'next', payload: { data: { orderEvents: { events: [{ reason }] } } } })
    told.add(message.id!)
  }
}

async function happen({ baton, time }: Company, reason: string): Promise<void> {
  const of = { orderId: 1, position: 0, departmentId: 1, imported: false }
  const told = { type: 'STEP_ASSIGNED', at: time.now, recordedAt: time.now, actor: null, reason, payload: {} } as const
  await insertEvents(baton.database.pool, [{ ...told, ...of }])
}
