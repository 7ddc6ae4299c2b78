import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react'

const MOVED = 'baton:moved'

function subscribe(onMove: () => void): () => void {
  window.addEventListener('popstate', onMove)
  window.addEventListener(MOVED, onMove)
  return () => {
    window.removeEventListener('popstate', onMove)
    window.removeEventListener(MOVED, onMove)
  }
}

/** The address that is shown: it changes without the page being loaded anew. */
export function useAddress(): URL {
  return new URL(useSyncExternalStore(subscribe, () => window.location.href))
}

/** Goes to an address within the client; `replace` leaves no step in the browser's history. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', to)
  else window.history.replaceState(null, '', to)
  window.dispatchEvent(new Event(MOVED))
}

/** The address with some of its query parameters changed; null takes one away. */
export function withParams(address: URL, changes: Readonly<Record<string, string | null>>): string {
  const params = new URLSearchParams(address.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name)
    else params.set(name, value)
  }
  return params.size > 0 ? `${address.pathname}?${params}` : address.pathname
}

/** The parts of `path` that stand for `:name`s in the pattern; null where it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.replace(/(.)\/$/, '$1').split('/')
  if (wanted.length !== given.length) return null
  const found: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':') && value !== '') found[part.slice(1)] = decode(value)
    else if (part !== value) return null
  }
  return found
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly to: string }

/** A plain anchor; only an ordinary click is taken over, so that new tabs, copying and the like work. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isOrdinary = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isOrdinary) return
    event.preventDefault()
    go(to)
  }
  return <a href={to} onClick={follow} {...rest} />
}

export const orderPath = (number: string) => `/orders/${encodeURIComponent(number)}`
export const queuePath = (department: string) => `/departments/${encodeURIComponent(department)}/queue`
export const customerPath = (customer: string) => `/customers/${encodeURIComponent(customer)}`
export const personPath = (person: string) => `/people/${encodeURIComponent(person)}`
export const productPath = (sku: string) => `/products/${encodeURIComponent(sku)}`
export const workflowPath = (workflow: string) => `/workflows/${encodeURIComponent(workflow)}`
export const requirementsPath = (department: string) => `/departments/${encodeURIComponent(department)}/requirements`
