import type { HistoryEvent } from '../documents/order-documents.ts'

/** Events newest first, without a gap; `before` is the cursor from which older ones are read, null where there are none. */
export type History = { readonly events: readonly HistoryEvent[]; readonly before: string | null }
type Page = {
  readonly edges: readonly { readonly node: HistoryEvent }[]
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor?: string | null | undefined }
}

/**
 * Puts the page of the newest events on top of what is known. Where the two do not meet, so much has happened that
 * events between them are missing: then only the page is kept.
 */
export function mergeNewest(known: History | null, page: Page): History {
  const fresh = historyOf(page)
  const ids = new Set(fresh.events.map((event) => event.id))
  const meets = known?.events.some((event) => ids.has(event.id))
  if (!known || !meets) return fresh
  return { events: [...fresh.events, ...known.events.filter((event) => !ids.has(event.id))], before: known.before }
}

/** Puts a page of older events under what is known. */
export function mergeOlder(known: History, page: Page): History {
  const older = historyOf(page)
  const ids = new Set(known.events.map((event) => event.id))
  return { events: [...known.events, ...older.events.filter((event) => !ids.has(event.id))], before: older.before }
}

function historyOf({ edges, pageInfo }: Page): History {
  const events = edges.map((edge) => edge.node).reverse()
  return { events, before: pageInfo.hasPreviousPage ? (pageInfo.startCursor ?? null) : null }
}
