import type { Leg } from '../documents/order-documents.ts'
import { Reach } from './reach.tsx'
import styles from './whom-to-ask.module.css'

type Whom = Pick<Leg, 'holder' | 'contact'> & {
  readonly isHolderShown?: boolean
  readonly about: string
}

/** The holder, else the department's lead, with the shortest way to them. A holder named right above is not named again. */
export function WhomToAsk({ holder, contact, about, isHolderShown = false }: Whom) {
  if (!contact) return <p className={styles.ask}>Nobody is named to ask.</p>
  const { name, title } = contact
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
      <Reach person={contact} about={about} />
    </div>
  )
}
