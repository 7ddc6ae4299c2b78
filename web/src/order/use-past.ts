import { useEffect, useEffectEvent, useState } from 'react'
import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { type OrderAsOf, OrderAsOfQuery } from '../documents/order-documents.ts'
import { go, useAddress, withParams } from '../router.tsx'

/** Milliseconds between two readings, however fast the slider is dragged; the last place is always read. */
const REST = 80
/** Milliseconds for which one stands still before the address says where. */
const STILL = 500

export type Past = {
  /** Where the slider stands; null: now. It is ahead of what is shown while that is being read. */
  readonly at: string | null
  /** The order as it stood, and when that was; null where the present is to be shown. */
  readonly shown: Stood | null
  readonly isReading: boolean
  readonly fault: string | null
  readonly moveTo: (at: string | null) => void
}
type Stood = { readonly at: string; readonly order: OrderAsOf }

/** Looks back at an order. Where one looks stands in the address once one has stopped there, so that it can be sent. */
export function usePast(number: string): Past {
  const [at, setAt] = useAtInAddress()
  const [asked, ask] = useState(at)
  const [kept, keep] = useState<Stood | null>(null)
  const [{ data, fetching, error, operation }] = useQuery({
    query: OrderAsOfQuery,
    variables: { number, asOf: asked ?? '' },
    pause: asked === null,
  })
  const isAnswered = asked === null || (!fetching && operation?.variables.asOf === asked)
  useEffect(() => {
    if (at === asked || !isAnswered) return
    const timer = setTimeout(() => ask(at), at === null ? 0 : REST)
    return () => clearTimeout(timer)
  }, [at, asked, isAnswered])
  const answer = asked !== null && isAnswered ? data?.order : null
  if (at === null) {
    if (kept !== null) keep(null)
  } else if (asked !== null && answer && kept?.order !== answer) keep({ at: asked, order: answer })
  const fault = error ? tell(error) : answer === undefined ? 'The order was not placed yet then.' : null
  const isReading = at !== null && (at !== asked || !isAnswered)
  return {
    at,
    shown: at === null ? null : kept,
    isReading,
    fault: at === null || isReading ? null : fault,
    moveTo: setAt,
  }
}

function useAtInAddress(): readonly [at: string | null, setAt: (at: string | null) => void] {
  const address = useAddress()
  const told = instantIn(address)
  const [at, setAt] = useState(told)
  const write = useEffectEvent(() => {
    if (at !== told) go(withParams(address, { asOf: at }), 'replace')
  })
  useEffect(() => {
    const timer = setTimeout(() => write(), at === null ? 0 : STILL)
    return () => clearTimeout(timer)
  }, [at])
  return [at, setAt]
}

function instantIn({ searchParams }: URL): string | null {
  const given = searchParams.get('asOf')
  return given !== null && Number.isFinite(Date.parse(given)) ? new Date(given).toISOString() : null
}
