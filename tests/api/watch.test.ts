import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { person } from '../../drizzle/tables.ts'
import { eachDatabase } from '../support/database.ts'
import { type Asking, act, type Company, companies, place } from './company.ts'
import { Socket } from './socket.ts'

const FRAME = `cursor isLive events { __typename type order { number version current { key } }
  ... on StepChanged { fromState toState } }`
const MINE = `subscription ($after: String) { myEvents(after: $after) { ${FRAME} } }`
const ALL = `subscription ($filter: EventFilter, $after: String) { events(filter: $filter, after: $after) { ${FRAME} } }`
const ONE = `subscription ($number: String!, $after: String) { orderEvents(number: $number, after: $after) { ${FRAME} } }`

type Frame = {
  cursor: string
  isLive: boolean
  events: {
    type: string
    toState?: string
    order: { number: string; version: number; current: { key: string }[] } | null
  }[]
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'W-1')
    await place(baton, 'ron', 'W-2', { workflow: 'service', customer: 'zeta' })
  })

  const head = async (): Promise<string> => {
    await baton.baton.feed.tail.catchUp()
    return (await baton.tell('ada', '{ feed { head } }')).feed.head
  }
  const watch = async (who: Asking, query: string, variables: object = {}) => {
    const payload = who === 'nobody' ? undefined : { authorization: `Bearer ${baton.secrets[who]}` }
    const socket = await Socket.connected(baton.url, payload)
    socket.subscribe(query, variables)
    return socket
  }
  const frame = async (socket: Socket): Promise<Frame> => {
    const message = await socket.next()
    const { data, errors } = message.payload as { data: Record<string, Frame>; errors?: unknown }
    expect(errors).toBeUndefined()
    return Object.values(data)[0]!
  }
  /** What the watch was ended with. */
  const refusal = async (socket: Socket) => {
    const { payload } = await socket.next()
    expect(await socket.next()).toMatchObject({ type: 'complete' })
    return (payload as { errors: { extensions: object }[] }).errors.map(({ extensions }) => extensions)
  }

  test('a rep watches a department work: each frame shows the order as it is by then', async () => {
    const socket = await watch('rita', ONE, { number: 'W-1', after: await head() })
    await act(baton, 'anna', 'completeStep', 'W-1', 'check')
    const first = await frame(socket)
    expect(first).toMatchObject({
      events: [{ type: 'STEP_CHANGED', toState: 'DONE', order: { version: 2, current: [{ key: 'make' }] } }],
    })
    await act(baton, 'paul', 'completeStep', 'W-1', 'make')
    const second = await frame(socket)
    expect(second.isLive).toBe(true)
    expect(second.events.map(({ toState }) => toState)).toEqual(['DONE', 'READY'])
    expect(second.events[0]!.order).toEqual({ number: 'W-1', version: 3, current: [{ key: 'pick' }] })
    socket.close()
  })

  test('a watch goes on from a cursor: nothing between is missed', async () => {
    const after = await head()
    await act(baton, 'wendy', 'startStep', 'W-1', 'pick')
    await act(baton, 'wendy', 'completeStep', 'W-1', 'pick')
    const socket = await watch('rita', MINE, { after })
    const first = await frame(socket)
    expect(first.events.map(({ toState }) => toState)).toEqual(['IN_PROGRESS'])
    socket.close()
    const again = await watch('rita', MINE, { after: first.cursor })
    expect((await frame(again)).events.map(({ toState }) => toState)).toEqual(['DONE', 'READY'])
    again.close()
  })

  test('a filter lets through what it names', async () => {
    const after = await head()
    const filter = { types: ['HOLD_PLACED'], departments: ['accounting'] }
    const socket = await watch('ada', ALL, { filter, after })
    await act(baton, 'ada', 'blockStep', 'W-2', 'visit', ', reason: "closed"')
    await act(baton, 'ada', 'unblockStep', 'W-2', 'visit')
    await act(baton, 'ada', 'completeStep', 'W-2', 'visit')
    await act(baton, 'anna', 'blockStep', 'W-2', 'bill', ', reason: "no address"')
    expect((await frame(socket)).events).toMatchObject([{ type: 'HOLD_PLACED', order: { number: 'W-2' } }])
    socket.close()
  })

  describe('what is refused', () => {
    test('an order that the viewer does not see, as one that does not exist', async () => {
      const extensions = async (number: string) => {
        const socket = await watch('paul', ONE, { number })
        return JSON.stringify(await refusal(socket)).replaceAll(number, '#')
      }
      expect(await extensions('W-2')).toBe(await extensions('W-0'))
      expect(await extensions('W-2')).toContain('NOT_FOUND')
    })

    test('a cursor that is none', async () => {
      const socket = await watch('rita', MINE, { after: 'garbage' })
      expect(await refusal(socket)).toMatchObject([{ code: 'CURSOR_INVALID', field: 'after' }])
    })

    test.each([MINE, ALL])('nobody in particular, %#', async (query) => {
      const socket = await watch('nobody', query)
      expect(await refusal(socket)).toMatchObject([{ code: 'UNAUTHENTICATED' }])
    })
  })

  test('a watch of an order ends when the viewer may no longer see it', async () => {
    const socket = await watch('petra', ONE, { number: 'W-1', after: await head() })
    await act(baton, 'ada', 'startStep', 'W-1', 'ship')
    expect((await frame(socket)).events).toHaveLength(1)
    await baton.baton.database.pool.update(person).set({ departmentId: null }).where(eq(person.key, 'petra'))
    await baton.baton.directory.refresh()
    await act(baton, 'ada', 'completeStep', 'W-1', 'ship')
    expect(JSON.stringify(await socket.next())).toContain('NOT_FOUND')
    socket.close()
  })
})
