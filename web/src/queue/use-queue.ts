import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'
import { isUnreachable } from '../client.ts'
import { OrderTasksQuery, QueueFrames, QueueQuery, type Task } from '../documents/queue-documents.ts'
import { catchUpBegun, catchUpDone, untilConnected, useConnection } from '../live/connection.ts'
import { useMyFeed } from '../live/my-feed.tsx'
import { useBatched } from '../live/use-batched.ts'
import { useFrames } from '../live/use-frames.ts'
import { addPage, applyChanges, type CalmQueue, type Change, EMPTY_QUEUE, fadeMarks, reconcile } from './calm-queue.ts'
import { wordsOf } from './event-words.ts'

const PAGE = 100
/** Milliseconds for which a row says what was changed in it. */
const MARKED = 12_000
/** Milliseconds before a page that could not be reached is asked for again. */
const PATIENCE = 3_000

export type Reading = {
  /** How many there were in all when the first page was read; null before. */
  readonly total: number | null
  readonly isWhole: boolean
  readonly error: CombinedError | null
}
const UNREAD: Reading = { total: null, isWhole: false, error: null }

/**
 * The whole queue of a department: read page by page, then kept up to date from the cursor at which reading began, so that
 * nothing is missed and nothing is read again.
 */
export function useQueue(department: string) {
  const client = useClient()
  const [queue, setQueue] = useState<CalmQueue>(EMPTY_QUEUE)
  const [reading, setReading] = useState<Reading>(UNREAD)
  const [head, setHead] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round reads anew
  useEffect(() => {
    const over = new AbortController()
    const readOn = async (after: string | null): Promise<void> => {
      const { data, error } = await readPage(client, department, after)
      if (over.signal.aborted) return
      const page = data?.department?.queue
      if (!page) {
        setReading((now) => ({ ...now, error: error ?? null, isWhole: !error }))
        if (!isUnreachable(error)) return
        await untilConnected(PATIENCE, over.signal)
        return over.signal.aborted ? undefined : readOn(after)
      }
      if (after === null) setHead(data.feed.head)
      const { hasNextPage, endCursor } = page.pageInfo
      setQueue((now) =>
        addPage(
          now,
          page.edges.map((edge) => edge.node),
        ),
      )
      setReading((now) => ({ total: now.total ?? page.totalCount, isWhole: !hasNextPage, error: null }))
      if (hasNextPage) await readOn(endCursor)
    }
    setQueue(EMPTY_QUEUE)
    setReading(UNREAD)
    setHead(null)
    readOn(null)
    return () => over.abort()
  }, [client, department, round])
  const readAnew = () => setRound((now) => now + 1)
  const apply = useBatched<Change>((changes) => setQueue((now) => applyChanges(now, changes, Date.now())))
  useFrames(QueueFrames, head === null ? null : { department, after: head }, {
    onFrame: ({ events: { events } }) => {
      for (const event of events) {
        const words = wordsOf(event)
        if (event.step && words) apply({ task: event.step, words })
      }
    },
    onRefused: readAnew,
  })
  useOrderChanges(client, { department, queue, apply, readAnew })
  useCatchUp(client, { department, isWhole: reading.isWhole, versions: queue.versions, setQueue })
  useFading(setQueue)
  return { queue, reading, setQueue, readAnew }
}

const readPage = (client: Client, department: string, after: string | null) =>
  client.query(QueueQuery, { department, first: PAGE, after }, { requestPolicy: 'network-only' }).toPromise()

type OrderChanges = {
  readonly department: string
  readonly queue: CalmQueue
  readonly apply: (change: Change) => void
  readonly readAnew: () => void
}

/** What happens to an order as a whole is no event of the department, its placing neither: its steps are read anew. */
function useOrderChanges(client: Client, { department, queue, apply, readAnew }: OrderChanges): void {
  const isShown = (number: string) => queue.rows.some((row) => row.task.order.number === number)
  const read = async (number: string, words: string) => {
    const { data } = await client.query(OrderTasksQuery, { number }, { requestPolicy: 'network-only' }).toPromise()
    const own = data?.order?.steps.filter((step) => step.department.key === department) ?? []
    for (const step of own) apply({ task: step, words })
  }
  useMyFeed((events) => {
    for (const { __typename, order } of events) {
      if (__typename === 'OrdersImported') readAnew()
      if (__typename === 'OrderPlaced' && order) read(order.number, 'placed')
      if (__typename === 'PromiseChanged' && order && isShown(order.number))
        read(order.number, 'promised for another day')
    }
  })
}

type CatchUp = {
  readonly department: string
  readonly isWhole: boolean
  readonly versions: CalmQueue['versions']
  readonly setQueue: (change: (now: CalmQueue) => CalmQueue) => void
}

/** When the socket is back the feed goes on by its cursor; the whole is read once more, and with that the page has caught up. */
function useCatchUp(client: Client, { department, isWhole, versions, setQueue }: CatchUp): void {
  const { times } = useConnection()
  const known = useRef(times)
  const catchUp = useEffectEvent(async (isOver: () => boolean) => {
    if (!isWhole) return
    const before = versions
    catchUpBegun()
    const tasks = await readWhole(client, department, isOver)
    catchUpDone()
    if (tasks && !isOver()) setQueue((now) => reconcile(now, tasks, before, Date.now()))
  })
  useEffect(() => {
    if (times === known.current) return
    known.current = times
    let isOver = false
    catchUp(() => isOver)
    return () => {
      isOver = true
    }
  }, [times])
}

async function readWhole(client: Client, department: string, isOver: () => boolean): Promise<Task[] | null> {
  const tasks: Task[] = []
  let after: string | null = null
  do {
    const { data }: Awaited<ReturnType<typeof readPage>> = await readPage(client, department, after)
    const page = data?.department?.queue
    if (!page || isOver()) return null
    tasks.push(...page.edges.map((edge) => edge.node))
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return tasks
}

function useFading(setQueue: (change: (now: CalmQueue) => CalmQueue) => void): void {
  useEffect(() => {
    const timer = setInterval(() => setQueue((now) => fadeMarks(now, Date.now() - MARKED)), 1_000)
    return () => clearInterval(timer)
  }, [setQueue])
}
