import { CopyButton } from './copy-button.tsx'
import { formatPhone } from './phone.ts'
import styles from './reach.module.css'

type ReachProps = {
  readonly person: { readonly name: string; readonly email: string | null; readonly phone: string | null }
  /** What one asks about: the subject of a mail. */
  readonly about?: string
}

/** The ways to a person: call them, write to them, or copy the number or the address. A way that is not known is left out. */
export function Reach({ person: { name, email, phone }, about }: ReachProps) {
  if (!email && !phone) return null
  return (
    <ul className={styles.ways}>
      {phone && (
        <li>
          <Glyph path={PHONE} />
          <a href={`tel:${phone}`} aria-label={`${formatPhone(phone)}: call ${name}`}>
            {formatPhone(phone)}
          </a>
          <CopyButton text={phone} what={`the number of ${name}`} />
        </li>
      )}
      {email && (
        <li>
          <Glyph path={ENVELOPE} />
          <a href={mailto(email, about)} aria-label={`${email}: write to ${name}`}>
            {email}
          </a>
          <CopyButton text={email} what={`the address of ${name}`} />
        </li>
      )}
    </ul>
  )
}

const PHONE =
  'M4 1.5h2.2l1 3-1.6 1.2a9 9 0 0 0 4.7 4.7l1.2-1.6 3 1V12a2 2 0 0 1-2 2A10.5 10.5 0 0 1 2 3.5a2 2 0 0 1 2-2Z'
const ENVELOPE = 'M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5'

function Glyph({ path }: { readonly path: string }) {
  return (
    <svg className={styles.glyph} viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

function mailto(email: string, about: string | undefined): string {
  return `mailto:${email}${about === undefined ? '' : `?subject=${encodeURIComponent(about)}`}`
}
