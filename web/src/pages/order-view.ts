import type { OrdersQuery } from '../documents/orders-documents.ts'
import type { Viewer } from '../documents/viewer-documents.ts'
import type { VariablesOf } from '../graphql.ts'

const PAGE = 25
export const ORDER_STATES = ['OPEN', 'DELIVERED', 'CANCELLED'] as const
type OrderState = (typeof ORDER_STATES)[number]

/** What of the orders is looked at: it stands in the address, so that it can be kept and sent. */
export type OrderView = {
  readonly isOwn: boolean
  /** Null: in any state. */
  readonly state: OrderState | null
  readonly search: string
  readonly after: string | null
  readonly before: string | null
}

/** A rep looks at their own orders first, all others at what they may see; open ones unless something is searched for. */
export function readOrderView(address: URL, { roles }: Pick<Viewer, 'roles'>): OrderView {
  const { searchParams: params } = address
  const search = params.get('q') ?? ''
  const asked = params.get('state') ?? (search === '' ? 'OPEN' : 'any')
  return {
    isOwn: roles.includes('REP') && params.get('scope') !== 'all',
    state: ORDER_STATES.find((state) => state === asked) ?? null,
    search,
    after: params.get('after'),
    before: params.get('before'),
  }
}

export function orderVariables(view: OrderView, { person }: Pick<Viewer, 'person'>): VariablesOf<typeof OrdersQuery> {
  const filter = {
    ...(view.isOwn && person ? { rep: person.key } : {}),
    ...(view.state ? { state: view.state } : {}),
    ...(view.search === '' ? {} : { search: view.search }),
  }
  const page = view.before === null ? { first: PAGE, after: view.after } : { last: PAGE, before: view.before }
  return { filter, orderBy: 'PLACED_AT_DESC', ...page }
}
