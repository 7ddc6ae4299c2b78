import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { EverybodyQuery, SearchQuery } from '../documents/search-documents.ts'
import { type FoundGroup, groupsOf } from './found.ts'

/** Milliseconds without a key before Baton is asked. */
const REST = 150

export type Search = {
  /** What the groups are of; not yet what is in the field while somebody types. */
  readonly text: string
  readonly groups: readonly FoundGroup[]
  readonly isSearching: boolean
  readonly fault: string | null
  readonly again: () => void
}

export function useSearch(typed: string): Search {
  const wanted = typed.trim()
  const text = useRested(wanted)
  const [searched, search] = useQuery({ query: SearchQuery, variables: { text }, pause: text === '' })
  const [everybody, readEverybody] = useQuery({ query: EverybodyQuery })
  const failed = text === '' ? undefined : (searched.error ?? everybody.error)
  const isSearching = wanted !== text || (text !== '' && (searched.fetching || everybody.fetching))
  return {
    text,
    groups: text === '' ? [] : groupsOf(text, searched.data, everybody.data),
    isSearching,
    fault: failed && !isSearching ? tell(failed) : null,
    again: () => {
      search({ requestPolicy: 'network-only' })
      if (everybody.error) readEverybody({ requestPolicy: 'network-only' })
    },
  }
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), text === '' ? 0 : REST)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
