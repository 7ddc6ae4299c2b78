import type { ReactNode } from 'react'
import styles from './notice.module.css'

type NoticeProps = {
  readonly kind: 'empty' | 'error' | 'info'
  readonly title: string
  readonly children?: ReactNode
}

/** Says what is the case and what to do about it. */
export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
    </div>
  )
}

/** What is to come takes up its space already; it is named after a moment, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className={styles.loading} role="status" data-loading>
      <span className={styles.dots} aria-hidden="true" />
      Loading {what}…
    </p>
  )
}
