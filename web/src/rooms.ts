import { type ComponentType, lazy } from 'react'
import { match } from './router.tsx'

/**
 * The rooms of the client: which addresses lead into each, and where its script is. A room is loaded when somebody goes
 * there. `Room` gets the parts of the address that stand for `:name`s as its properties.
 */
type Params = Readonly<Record<string, string>>
type Room = ComponentType<Params>
type Loaded = { readonly default: ComponentType<never> }
export type RoomEntry = {
  readonly pattern: string
  readonly load: () => Promise<Loaded>
  readonly Room: Room
}

/** A room takes what its pattern names: `/orders/:number` hands it `number`. */
function room(pattern: string, load: () => Promise<Loaded>): RoomEntry {
  return { pattern, load, Room: lazy(load as () => Promise<{ default: Room }>) }
}

export const ROOMS: readonly RoomEntry[] = [
  room('/orders', async () => ({ default: (await import('./pages/orders-page.tsx')).OrdersPage })),
  room('/orders/:number', async () => ({ default: (await import('./pages/order-page.tsx')).OrderPage })),
  room('/departments', async () => ({ default: (await import('./pages/departments-page.tsx')).DepartmentsPage })),
  room('/departments/:department/queue', async () => ({ default: (await import('./pages/queue-page.tsx')).QueuePage })),
  room('/departments/:department/requirements', async () => ({
    default: (await import('./pages/requirements-page.tsx')).RequirementsPage,
  })),
  room('/requirements', async () => ({ default: (await import('./pages/reading-page.tsx')).ReadingPage })),
  room('/workflows', async () => ({ default: (await import('./pages/workflows-page.tsx')).WorkflowsPage })),
  room('/workflows/:workflow', async () => ({ default: (await import('./pages/workflow-page.tsx')).WorkflowPage })),
  room('/customers/:customer', async () => ({ default: (await import('./pages/customer-page.tsx')).CustomerPage })),
  room('/people/:person', async () => ({ default: (await import('./pages/person-page.tsx')).PersonPage })),
  room('/products/:sku', async () => ({ default: (await import('./pages/product-page.tsx')).ProductPage })),
  room('/admin', async () => ({ default: (await import('./pages/admin-page.tsx')).AdminPage })),
]

export function roomAt(pathname: string): { readonly entry: RoomEntry; readonly params: Params } | null {
  for (const entry of ROOMS) {
    const params = match(entry.pattern, pathname)
    if (params) return { entry, params }
  }
  return null
}
