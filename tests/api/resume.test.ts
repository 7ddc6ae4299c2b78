import { beforeAll, expect, test } from 'vitest'
import { actAs, type Data } from '../support/client.ts'
import { eachDatabase } from '../support/database.ts'
import { act, type Company, companies, place } from './company.ts'

const WATCH = `subscription ($number: String!, $after: String) { orderEvents(number: $number, after: $after) {
  cursor isLive events { id type ... on StepChanged { toState step { key } } } } }`

/** What a watcher has been told, up to the frame in which that step is done. */
async function toldUntilDone(
  watch: { next(): Promise<Data> },
  step: string,
): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = []
  for (;;) {
    const { cursor, events } = (await watch.next()).orderEvents
    ids.push(...events.map(({ id }: { id: string }) => id))
    const isDone = (event: Data) => event.toState === 'DONE' && event.step?.key === step
    if (events.some(isDone)) return { ids, cursor }
  }
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
  })

  test('a watcher whose cable was pulled goes on where it was, as if nothing had been', async () => {
    const { head } = (await baton.tell('rita', '{ feed { head } }')).feed
    await place(baton, 'rita', 'S-1')
    const rita = actAs(baton.url, baton.secrets.rita!)
    const undisturbed = rita.watch(WATCH, { number: 'S-1', after: head })
    const before = rita.watch(WATCH, { number: 'S-1', after: head })
    await act(baton, 'anna', 'completeStep', 'S-1', 'check')
    const first = await toldUntilDone(before, 'check')
    await before.cut()
    await act(baton, 'paul', 'startStep', 'S-1', 'make')
    await act(baton, 'paul', 'blockStep', 'S-1', 'make', ', reason: "no steel"')
    await act(baton, 'paul', 'unblockStep', 'S-1', 'make')
    const after = rita.watch(WATCH, { number: 'S-1', after: first.cursor })
    await act(baton, 'paul', 'completeStep', 'S-1', 'make')
    const rest = await toldUntilDone(after, 'make')
    const whole = await toldUntilDone(undisturbed, 'make')
    expect([...first.ids, ...rest.ids]).toEqual(whole.ids)
    expect(rest.ids.length).toBeGreaterThan(3)
    await after.close()
    await undisturbed.close()
  })
})
