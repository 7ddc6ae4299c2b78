import styles from './baton-glyph.module.css'

/** The baton itself: upright in a hand, flat where it lies between two. */
export function BatonGlyph({
  lies = false,
  className,
}: {
  readonly lies?: boolean
  readonly className?: string | undefined
}) {
  return (
    <svg viewBox="0 0 28 10" className={`${styles.baton} ${className ?? ''}`} data-lies={lies} aria-hidden="true">
      <rect x="1" y="1" width="26" height="8" rx="4" />
      <path d="M8 1v8M20 1v8" />
    </svg>
  )
}
