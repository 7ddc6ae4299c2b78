import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useClient } from 'urql'
import { tell } from '../client.ts'
import { type OrderChoice, type OrderRow, OrdersQuery } from '../documents/orders-documents.ts'
import { catchUpBegun, catchUpDone, useConnection } from '../live/connection.ts'
import { addPage, EMPTY, type OrderList } from './order-list.ts'
import { useFresh } from './use-fresh.ts'

/** So many are read before anything is shown, and so many more each time. */
const FIRST_PAGE = 50
const PAGE = 100

export type ReadOrders = {
  readonly list: OrderList
  /** Nothing of what was chosen is there yet: what is shown is of the choice before. */
  readonly isFirstReading: boolean
  readonly isReading: boolean
  readonly fault: string | null
  /** Reads the next page, if there is one and none is being read. */
  readonly readMore: () => void
  /** Reads all that is shown anew and puts everything in its place. */
  readonly startOver: () => void
}

/** The orders that were chosen, a page at a time, live. At least so many are read without being asked for; `fits`: see `useFresh`. */
export function useOrderList(choice: OrderChoice, atLeast: number, fits: (order: OrderRow) => boolean): ReadOrders {
  const key = JSON.stringify(choice)
  const [shown, show] = useState<{ readonly key: string | null; readonly list: OrderList }>({ key: null, list: EMPTY })
  const { isReading, fault, read } = useReading()
  const { list } = shown
  const isShown = shown.key === key
  const readAnew = async (least: number) => {
    const all = await read(choice, EMPTY, least)
    if (all) show({ key, list: all })
  }
  const readMore = async () => {
    if (!isShown || isReading || list.end === null) return
    const more = await read(choice, list, list.placed.length + 1)
    if (more) show((now) => (now.list.end === list.end ? { key, list: { ...more, fresh: now.list.fresh } } : now))
  }
  const begin = useEffectEvent(() => void readAnew(1))
  useEffect(() => {
    if (key) begin()
  }, [key])
  const isTooFew = isShown && list.end !== null && list.placed.length < atLeast
  const goOn = useEffectEvent(() => void readMore())
  useEffect(() => {
    if (isTooFew && !isReading && fault === null) goOn()
  }, [isTooFew, isReading, fault])
  const startOver = () => readAnew(list.placed.length)
  useFresh({ list, fits, change: (change) => show((now) => ({ ...now, list: change(now.list) })) })
  useCatchUp(startOver)
  return {
    list,
    isFirstReading: !isShown,
    isReading,
    fault,
    readMore: () => void readMore(),
    startOver: () => void startOver(),
  }
}

/** Reads on from a list until it has as many as are wanted. What is not wanted any more when it comes is let go: null. */
function useReading() {
  const client = useClient()
  const [isReading, setReading] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const turn = useRef(0)
  const read = async (choice: OrderChoice, from: OrderList, least: number): Promise<OrderList | null> => {
    const own = ++turn.current
    setReading(true)
    setFault(null)
    let list = from
    do {
      const page = { ...choice, first: list.end === null ? FIRST_PAGE : PAGE, after: list.end }
      const { data, error } = await client.query(OrdersQuery, page, { requestPolicy: 'network-only' }).toPromise()
      if (own !== turn.current) return null
      if (error || !data?.orders) {
        setReading(false)
        setFault(error ? tell(error) : 'Baton gave no answer.')
        return null
      }
      list = addPage(list, data.orders)
    } while (list.end !== null && list.placed.length < least)
    setReading(false)
    return list
  }
  return { isReading, fault, read }
}

/** What happened while the socket was cut was not told. */
function useCatchUp(startOver: () => Promise<void>): void {
  const { times } = useConnection()
  const known = useRef(times)
  const readAnew = useEffectEvent(startOver)
  useEffect(() => {
    if (times === known.current) return
    known.current = times
    catchUpBegun()
    readAnew().finally(catchUpDone)
  }, [times])
}
