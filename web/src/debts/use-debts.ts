import { useMemo } from 'react'
import { useQuery } from 'urql'
import { type Debt, DebtsQuery } from '../documents/debt-documents.ts'
import { useMyFeed } from '../live/my-feed.tsx'
import { useRefetch } from '../live/use-refetch.ts'

export type Debts = {
  /** The soonest due first; null until it is read. */
  readonly list: readonly Debt[] | null
  /** How many there are beyond the list. */
  readonly unread: number
}

/** A step that goes on changes little of what is owed: only what happens to an order or a requirement has it read anew. */
const IS_TOLD = /^(Order|Requirement|Promise)/

/** What the viewer owes, live. */
export function useDebts(): Debts {
  const [result, read] = useQuery({ query: DebtsQuery, requestPolicy: 'cache-and-network' })
  const refetch = useRefetch(result, read)
  useMyFeed((events) => {
    if (events.some(({ __typename }) => IS_TOLD.test(__typename))) refetch()
  })
  const owes = result.data?.viewer.owes
  return useMemo(() => {
    const list = owes?.edges.map(({ node }) => node) ?? null
    return { list, unread: (owes?.totalCount ?? 0) - (list?.length ?? 0) }
  }, [owes])
}
