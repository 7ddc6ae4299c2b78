import { expect, inject, onTestFinished, test } from 'vitest'
import type { StoredEvent } from '../../server/domain/event.ts'
import { adminViewer } from '../../server/domain/visibility.ts'
import { openBaton } from '../../server/services/baton.ts'
import { type Renewal, renewEpoch } from '../../server/services/epoch.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { assignStep } from '../../server/services/step.ts'
import { verify } from '../../server/services/verify.ts'
import { watchEvents } from '../../server/services/watch.ts'
import type { Database } from '../../server/storage/database.ts'
import { NOW, openShop, place, publish, relay } from '../storage/one-shop.ts'
import { clusterPremises, dumpPremises, folderPremises, type Premises } from './copied-database.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const waysToCopy: [string, () => Promise<Premises>][] = [
  ['of the files of PGlite', folderPremises],
  ['of a dump of PGlite', dumpPremises],
  ...(inject('postgresUrl') ? [['of a PostgreSQL database', clusterPremises] as [string, typeof clusterPremises]] : []),
]

test.each(waysToCopy)('a copy %s is taken for its original until it gets a new epoch', async (_, premises) => {
  const { open, copy } = await premises()
  const before = await fill(await open())
  const name = await copy()
  const original = await askerOf(await open())
  const same = await askerOf(await open(name))
  for (const holder of ['bob', 'cem']) await assign(original, holder)
  const known = original.baton.feed.cursorAt(before)
  const [meant] = await eventsAfter(original, known, 1)
  const later = original.baton.feed.cursorAt(before + 1)
  await expect(watchEvents(same, null, later)).rejects.toMatchObject({ code: 'CURSOR_AHEAD' })
  await assign(same, 'cem')
  const [given] = await eventsAfter(same, known, 1)
  expect(given!.seq).toBe(meant!.seq)
  expect(given!.payload).not.toEqual(meant!.payload)
  await expect(watchEvents(same, null, later)).resolves.toBeDefined()
})

test.each(waysToCopy)(
  'a copy %s with a new epoch is whole, refuses the cursors of its original and goes on',
  async (_, premises) => {
    const { open, copy } = await premises()
    const before = await fill(await open())
    const name = await copy()
    const { after, ...renewal } = await renewed(open, name)
    expect(renewal).toEqual({ before: expect.stringMatching(/^[0-9a-f]{12}$/), events: before })
    expect(after).not.toBe(renewal.before)
    const original = await askerOf(await open())
    const other = await askerOf(await open(name))
    const foreign = { code: 'CURSOR_EPOCH' }
    for (const seq of [0, 1, before, before + 1_000]) {
      await expect(watchEvents(other, null, original.baton.feed.cursorAt(seq))).rejects.toMatchObject(foreign)
      await expect(watchEvents(original, null, other.baton.feed.cursorAt(seq))).rejects.toMatchObject(foreign)
    }
    const all = await eventsAfter(original, original.baton.feed.cursorAt(0), before)
    expect(await eventsAfter(other, other.baton.feed.cursorAt(0), before)).toEqual(all)
    await assign(other, 'cem')
    const next = await eventsAfter(other, other.baton.feed.cursorAt(before), 1)
    expect(next.map((event) => event.seq)).toEqual([before + 1])
    expect(await verify(other.baton, () => {})).toEqual({ orders: 1, events: before + 1, difference: null })
  },
)

test.skipIf(inject('postgresUrl') === null)(
  'a database gets no new epoch while a Baton is connected to it',
  async () => {
    const { open } = await clusterPremises()
    await fill(await open())
    const running = await askerOf(await open())
    const refused = renewEpoch(await open(null, 1))
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', details: { field: 'DATABASE_URL' } })
    await expect(refused).rejects.toThrow(/pid=\d+ from 127\.0\.0\.1.*stop it first/)
    await assign(running, 'bob')
    await running.baton.close()
    await running.baton.database.close()
  },
)

type Opened = Asker & { readonly baton: { close(): Promise<void> } }

/** One order that has been through something; closed. Returns the number of its log's last event. */
async function fill(database: Database): Promise<number> {
  const shop = await openShop(database)
  await place(shop.baton, await publish(shop.baton, relay('pick', 'ship')), relay('pick', 'ship'))
  for (const holder of ['ann', 'cem', 'ann']) await assign(shop, holder)
  await shop.baton.feed.tail.catchUp()
  await shop.baton.close()
  await database.close()
  return shop.baton.feed.tail.head
}

async function askerOf(database: Database): Promise<Opened> {
  const baton = await openBaton({ database, clock: () => NOW, random: () => 0.5, log: silent })
  onTestFinished(() => baton.close())
  return { baton, viewer: adminViewer }
}

async function renewed(open: Premises['open'], copy: string): Promise<Renewal> {
  const database = await open(copy, 1)
  try {
    return await renewEpoch(database)
  } finally {
    await database.close()
  }
}

async function assign(asker: Asker, holder: string): Promise<void> {
  await assignStep(asker, { order: 'S-1', step: 'pick', holder })
}

async function eventsAfter(asker: Asker, cursor: string, count: number): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for await (const frame of await watchEvents(asker, null, cursor)) {
    events.push(...frame.events)
    if (events.length >= count) break
  }
  return events
}
