import type { Leg } from '../documents/order-documents.ts'
import styles from './whom-to-ask.module.css'

type Whom = Pick<Leg, 'holder' | 'contact'>

/** The holder, else the department's lead, with the shortest way to them. */
export function WhomToAsk({ holder, contact }: Whom) {
  if (!contact) return <p className={styles.ask}>Nobody is named for this department.</p>
  return (
    <p className={styles.ask}>
      <span className={styles.what}>Ask</span> <strong>{contact.name}</strong>
      {contact.title && <span className={styles.title}> {contact.title}</span>}
      {!holder && <span className={styles.title}> (lead: nobody holds it)</span>}
      {contact.email && (
        <a className={styles.mail} href={`mailto:${contact.email}`}>
          {contact.email}
        </a>
      )}
    </p>
  )
}
