/** A view of the orders that somebody gave a name: the query of its address, without what it was shown by. */
export type SavedView = { readonly name: string; readonly query: string }

const MOST = 30
export const LONGEST_NAME = 60

/** Where a browser keeps what it is given; it may refuse. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>

const slotOf = (owner: string) => `baton.order-views.${owner}`

/** The views that this person keeps in this browser. What is not readable counts as nothing. */
export function readViews(shelf: Shelf, owner: string): SavedView[] {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(slotOf(owner)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST) : []
  } catch {
    return []
  }
}

function isView(value: unknown): value is SavedView {
  const { name, query } = (value ?? {}) as Partial<SavedView>
  return typeof name === 'string' && typeof query === 'string'
}

/** False where the browser keeps nothing. */
export function writeViews(shelf: Shelf, owner: string, views: readonly SavedView[]): boolean {
  try {
    shelf.setItem(slotOf(owner), JSON.stringify(views))
    return true
  } catch {
    return false
  }
}

/** The same name again is the same view, changed; the newest stands last. Why it cannot be kept, where it cannot. */
export function withView(views: readonly SavedView[], { name, query }: SavedView): readonly SavedView[] | string {
  const called = name.trim()
  if (called === '') return 'Give the view a name.'
  if (called.length > LONGEST_NAME)
    return `A name has at most ${LONGEST_NAME} characters; this one has ${called.length}.`
  const others = views.filter((view) => view.name !== called)
  if (others.length >= MOST) return `At most ${MOST} views are kept; take one away first.`
  return [...others, { name: called, query }]
}
