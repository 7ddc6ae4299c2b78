import type { ReactNode } from 'react'
import type { usePageTitle } from '../components/page-title.tsx'
import { Link, queuePath, requirementsPath, useAddress } from '../router.tsx'
import styles from './desk-head.module.css'

type HeadProps = {
  /** Null where there is none: then there are no rooms. */
  readonly department: string | null
  readonly name: string
  readonly title: ReturnType<typeof usePageTitle>
  readonly children?: ReactNode
}

/** The name of a department over its rooms. */
export function DeskHead({ department, name, title, children }: HeadProps) {
  const { pathname } = useAddress()
  const rooms =
    department === null
      ? []
      : ([
          [queuePath(department), 'Queue'],
          [requirementsPath(department), 'Requirements'],
        ] as const)
  return (
    <header className={styles.head}>
      <h1 {...title}>{name}</h1>
      {rooms.length > 0 && (
        <nav className={styles.rooms} aria-label="Rooms of the department">
          {rooms.map(([path, word]) => (
            <Link key={path} to={path} aria-current={pathname === path ? 'page' : undefined}>
              {word}
            </Link>
          ))}
        </nav>
      )}
      {children}
    </header>
  )
}
