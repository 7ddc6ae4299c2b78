import type { Leg } from '../documents/order-documents.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './whom-to-ask.module.css'

type Whom = Pick<Leg, 'holder' | 'contact'> & {
  readonly isHolderShown?: boolean
  /** What one asks about: the subject of a mail. */
  readonly about: string
}

/** The holder, else the department's lead, with the shortest way to them. A holder named right above is not named again. */
export function WhomToAsk({ holder, contact, about, isHolderShown = false }: Whom) {
  if (!contact) return <p className={styles.ask}>Nobody is named to ask.</p>
  const { name, title, email } = contact
  const isNamed = isHolderShown && holder?.name === name
  return (
    <div className={styles.ask}>
      <p>
        {!isNamed && (
          <>
            Ask <strong>{name}</strong>
            {title && ', '}
          </>
        )}
        {title}
      </p>
      {email && (
        <p className={styles.ways}>
          <a href={`mailto:${email}?subject=${encodeURIComponent(about)}`} aria-label={`Write to ${name}: ${email}`}>
            {email}
          </a>
          <CopyButton text={email} what={`the address of ${name}`} />
        </p>
      )}
    </div>
  )
}
