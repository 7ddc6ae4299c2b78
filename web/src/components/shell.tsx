import type { ReactNode } from 'react'
import { Announcer } from '../live/announcer.tsx'
import { Link, queuePath, useAddress } from '../router.tsx'
import { signOut } from '../session/session-api.ts'
import { useViewer } from '../session/viewer-context.ts'
import { BatonGlyph } from './baton-glyph.tsx'
import { ConnectionMark } from './connection-mark.tsx'
import styles from './shell.module.css'

/** What stands around every page: where one can go, who one is, whether what is shown is live. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a href="#main" className={styles.skip}>
        To the content
      </a>
      <header className={styles.band}>
        <Link to="/" className={styles.brand}>
          <BatonGlyph />
          Baton
        </Link>
        <Navigation />
        <ConnectionMark />
        <WhoAmI />
      </header>
      <main id="main" className={styles.main}>
        {children}
      </main>
      <Announcer />
    </>
  )
}

function Navigation() {
  const { pathname } = useAddress()
  const { person, roles } = useViewer()
  const own = person?.department
  const seesAll = roles.includes('ADMIN')
  return (
    <nav className={styles.nav} aria-label="Main">
      <Link to="/orders" aria-current={pathname.startsWith('/orders') ? 'page' : undefined}>
        Orders
      </Link>
      {(own || seesAll) && (
        <Link
          to={own ? queuePath(own.key) : '/departments'}
          aria-current={pathname.startsWith('/departments') ? 'page' : undefined}
        >
          Queue
        </Link>
      )}
    </nav>
  )
}

function WhoAmI() {
  const { person, actor } = useViewer()
  return (
    <div className={styles.who}>
      <p>
        <strong>{person?.name ?? actor?.name ?? 'Administrator'}</strong>
        {person?.department && <span> {person.department.name}</span>}
      </p>
      <button type="button" className={styles.out} onClick={signOut}>
        Sign out
      </button>
    </div>
  )
}
