import type { Leg } from '../documents/order-documents.ts'
import styles from './whom-to-ask.module.css'

type Whom = Pick<Leg, 'holder' | 'contact'> & { readonly isHolderShown?: boolean }

/** The holder, else the department's lead, with the shortest way to them. A holder named right above is not named again. */
export function WhomToAsk({ holder, contact, isHolderShown = false }: Whom) {
  if (!contact) return <p className={styles.ask}>Nobody is named to ask.</p>
  const isNamed = isHolderShown && holder?.name === contact.name
  return (
    <p className={styles.ask}>
      {!isNamed && (
        <span>
          Ask <strong>{contact.name}</strong>
          {contact.title && ', '}
        </span>
      )}
      {contact.title}
      {contact.email && (
        <a className={styles.mail} href={`mailto:${contact.email}`}>
          {contact.email}
        </a>
      )}
    </p>
  )
}
