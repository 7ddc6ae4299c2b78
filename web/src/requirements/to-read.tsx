import { formatMoment } from '../components/format.ts'
import type { Asked } from '../documents/requirement-documents.ts'
import { Acknowledge } from './acknowledge.tsx'
import { differences, KIND_WORD, scopeInWords, whatTime } from './requirement-words.ts'
import styles from './to-read.module.css'

type ToReadProps = { readonly one: Asked & { readonly supersedes: Asked | null }; readonly onRead: () => void }

/** A version that one has not read: what is new in it, against the version before. */
export function ToRead({ one, onRead }: ToReadProps) {
  const changed = one.supersedes ? differences(one.supersedes, one) : []
  return (
    <li className={styles.one}>
      <h3>
        {one.title} <small>{one.department.name}</small>
      </h3>
      <p className={styles.soft}>
        {KIND_WORD[one.kind]}, version {one.version}, from {formatMoment(one.effectiveFrom)} on · for{' '}
        {scopeInWords(one)}
      </p>
      {changed.length === 0 && <p className={styles.long}>{whatTime(one)}</p>}
      {changed.length > 0 && (
        <dl className={styles.changes}>
          {changed.map(({ what, before, after }) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                <del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {one.details && <p>{one.details}</p>}
      <Acknowledge one={one} onRead={onRead} />
    </li>
  )
}
