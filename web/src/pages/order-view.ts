import type { OrderChoice } from '../documents/orders-documents.ts'
import type { Viewer } from '../documents/viewer-documents.ts'
import { NEEDS, type Need } from '../orders/needs.ts'

export const ORDER_STATES = ['OPEN', 'DELIVERED', 'CANCELLED'] as const
type OrderState = (typeof ORDER_STATES)[number]

/** What of the orders is looked at: it stands in the address, so that it can be kept and sent. */
export type OrderView = {
  readonly isOwn: boolean
  readonly isTable: boolean
  /** Null: in any state. */
  readonly state: OrderState | null
  readonly search: string
  /** Null: whatever they need. */
  readonly need: Need | null
  /** Key of one that has a step in them. */
  readonly department: string | null
  readonly circumstance: string | null
  readonly channel: string | null
  /** Whole days in the reader's zone, both included. */
  readonly from: string | null
  readonly to: string | null
  readonly isSoonestFirst: boolean
}

/** What of a view stands in the address, by the name of its parameter: all of it but how it is shown. */
export const CHOICES = [
  'q',
  'state',
  'scope',
  'need',
  'department',
  'special',
  'channel',
  'from',
  'to',
  'sort',
] as const

/** Whether something was chosen that keeps orders out. */
export const isNarrowed = ({ search, need, department, circumstance, channel, from, to }: OrderView) =>
  search !== '' || [need, department, circumstance, channel, from, to].some((one) => one !== null)

/** A rep looks at their own orders first, all others at what they may see; open ones unless something is searched for. */
export function readOrderView(address: URL, { roles }: Pick<Viewer, 'roles'>): OrderView {
  const { searchParams: params } = address
  const search = params.get('q') ?? ''
  const asked = params.get('state') ?? (search === '' ? 'OPEN' : 'any')
  const isOwn = roles.includes('REP') && params.get('scope') !== 'all'
  const show = params.get('show') ?? (isOwn ? 'board' : 'table')
  return {
    isOwn,
    isTable: show === 'table',
    state: ORDER_STATES.find((state) => state === asked) ?? null,
    search,
    need: NEEDS.find((need) => need === params.get('need')) ?? null,
    department: params.get('department'),
    circumstance: params.get('special'),
    channel: params.get('channel'),
    from: dayIn(params.get('from')),
    to: dayIn(params.get('to')),
    isSoonestFirst: params.get('sort') === 'promised',
  }
}

/** What to ask for. The board shows what is open, by what it needs: it asks for the soonest promised first. */
export function orderChoice(view: OrderView, { person }: Pick<Viewer, 'person'>): OrderChoice {
  const state = view.isTable ? view.state : 'OPEN'
  const filter = {
    ...(view.isOwn && person ? { rep: person.key } : {}),
    ...(state ? { state } : {}),
    ...(view.search ? { search: view.search } : {}),
    ...(view.department ? { department: view.department } : {}),
    ...(view.circumstance ? { circumstances: [view.circumstance] } : {}),
    ...(view.channel ? { channel: view.channel } : {}),
    ...(view.from ? { placedFrom: startOf(view.from, 0) } : {}),
    ...(view.to ? { placedTo: startOf(view.to, 1) } : {}),
  }
  return { filter, orderBy: view.isSoonestFirst || !view.isTable ? 'PROMISED_DATE_ASC' : 'PLACED_AT_DESC' }
}

/** Those that were delivered, as the board shows the latest of them. */
export function deliveredChoice(view: OrderView, viewer: Pick<Viewer, 'person'>): OrderChoice {
  const { filter } = orderChoice(view, viewer)
  return { filter: { ...filter, state: 'DELIVERED' }, orderBy: 'PLACED_AT_DESC' }
}

function dayIn(text: string | null): string | null {
  const isDay = text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(`${text}T00:00:00`))
  return isDay ? text : null
}

/** The instant at which a day begins where the reader is, or the day so many days after it. */
function startOf(day: string, later: number): string {
  const start = new Date(`${day}T00:00:00`)
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
