import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { useClient } from 'urql'
import { type OrderRow, OrderRowQuery } from '../documents/orders-documents.ts'
import { useMyFeed } from '../live/my-feed.tsx'
import { freshen, nowOf, type OrderList } from './order-list.ts'

/** Milliseconds in which what happens is gathered before it is read. */
const GATHER = 300
/** So many orders are read at once, the rest after them. */
const MOST_AT_ONCE = 12

type Fresh = {
  readonly list: OrderList
  readonly change: (change: (list: OrderList) => OrderList) => void
  /** Whether an order that was just placed is one of those that were chosen. */
  readonly fits: (order: OrderRow) => boolean
}

/** Reads anew what changed of the list, in its place, and what was placed: never faster than it is answered. */
export function useFresh({ list, change, fits }: Fresh): void {
  const client = useClient()
  const gathered = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const take = useEffectEvent((order: OrderRow) => {
    if (nowOf(list, order.id)) change((now) => freshen(now, order))
    else if (fits(order)) change((now) => ({ ...now, unread: new Set(now.unread).add(order.number) }))
  })
  const readGathered = useEffectEvent(async () => {
    const numbers = [...gathered.current]
    gathered.current = new Set(numbers.slice(MOST_AT_ONCE))
    for (const number of numbers.slice(0, MOST_AT_ONCE)) {
      const { data } = await client.query(OrderRowQuery, { number }, { requestPolicy: 'network-only' }).toPromise()
      if (data?.order) take(data.order)
    }
    timer.current = undefined
    wake()
  })
  const wake = useEffectEvent(() => {
    if (gathered.current.size > 0) timer.current ??= setTimeout(() => readGathered(), GATHER)
  })
  const known = useMemo(() => new Set(list.placed.map((order) => order.number)), [list.placed])
  useMyFeed((events) => {
    for (const { order, __typename } of events)
      if (order && (__typename === 'OrderPlaced' || known.has(order.number))) gathered.current.add(order.number)
    wake()
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
