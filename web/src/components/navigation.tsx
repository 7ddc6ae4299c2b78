import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Link, queuePath, useAddress } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import styles from './navigation.module.css'

type Place = { readonly to: string; readonly name: string; readonly isHere: boolean }

/** The rooms there are for this viewer. The baton lies under the one that one is in, and travels to the next. */
export function Navigation() {
  const places = usePlaces()
  const { list, stretch } = useBaton(places.find(({ isHere }) => isHere)?.name)
  return (
    <nav className={styles.nav} aria-label="Main">
      <ul ref={list} className={styles.places}>
        {places.map(({ to, name, isHere }) => (
          <li key={name} data-here={isHere}>
            <Link to={to} aria-current={isHere ? 'page' : undefined} className={styles.place}>
              {name}
            </Link>
          </li>
        ))}
        {stretch && <li className={styles.baton} style={stretch} aria-hidden="true" />}
      </ul>
    </nav>
  )
}

function usePlaces(): Place[] {
  const { pathname } = useAddress()
  const { person, roles } = useViewer()
  const own = person?.department
  const toRead = { to: '/requirements', name: 'To read', isHere: pathname.startsWith('/requirements') }
  const places = [
    { to: '/orders', name: 'Orders', isHere: pathname.startsWith('/orders') },
    { to: own ? queuePath(own.key) : '/departments', name: 'Desk', isHere: pathname.startsWith('/departments') },
    ...(roles.includes('REP') ? [toRead] : []),
    { to: '/workflows', name: 'Workflows', isHere: pathname.startsWith('/workflows') },
  ]
  const admin = { to: '/admin', name: 'Admin', isHere: pathname.startsWith('/admin') }
  return roles.includes('ADMIN') ? [...places, admin] : places
}

type Stretch = { readonly left: number; readonly top: number; readonly width: number }

/** Where the baton lies: under the place that one is at, wherever the width and the size of the type put it. */
function useBaton(here: string | undefined) {
  const list = useRef<HTMLUListElement>(null)
  const [stretch, setStretch] = useState<Stretch | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is measured depends on where one is
  useLayoutEffect(() => setStretch(measure(list.current)), [here])
  useEffect(() => {
    if (!list.current) return
    const observer = new ResizeObserver(() => setStretch(measure(list.current)))
    observer.observe(list.current)
    return () => observer.disconnect()
  }, [])
  return { list, stretch }
}

function measure(list: HTMLElement | null): Stretch | null {
  const at = list?.querySelector<HTMLElement>('[data-here="true"]')
  return at ? { left: at.offsetLeft, top: at.offsetTop + at.offsetHeight, width: at.offsetWidth } : null
}
