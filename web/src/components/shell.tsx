import type { ReactNode } from 'react'
import { Announcer } from '../live/announcer.tsx'
import { Link } from '../router.tsx'
import { SearchEverywhere } from '../search/search-everywhere.tsx'
import { Tour } from '../tour/tour.tsx'
import { BatonGlyph } from './baton-glyph.tsx'
import { ConnectionMark } from './connection-mark.tsx'
import { Navigation } from './navigation.tsx'
import styles from './shell.module.css'
import { WhoMenu } from './who-menu.tsx'

/** What stands around every room: where one can go, how to find something, who one is, whether what is shown is live. */
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
        <div className={styles.tools}>
          <SearchEverywhere />
          <ConnectionMark />
          <WhoMenu />
        </div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Tour />
        {children}
      </main>
      <Announcer />
    </>
  )
}
