import { useState } from 'react'
import { useMutation } from 'urql'
import { tell } from '../client.ts'
import { AcknowledgeRequirement, type Asked } from '../documents/requirement-documents.ts'
import { announce } from '../live/announcer.tsx'
import styles from './acknowledge.module.css'

/** For a rep whose orders it touches: to say that one has read it. */
export function Acknowledge({ one, onRead }: { readonly one: Asked; readonly onRead: () => void }) {
  const [{ fetching }, acknowledge] = useMutation(AcknowledgeRequirement)
  const [refusal, setRefusal] = useState<string | null>(null)
  const say = async () => {
    const { key, version } = one
    const { error } = await acknowledge({ input: { department: one.department.key, key, version } })
    setRefusal(error ? tell(error) : null)
    if (error) return
    announce(`“${one.title}” is marked as read`)
    onRead()
  }
  return (
    <div className={styles.ask}>
      <p>It touches open orders of yours, and you have not said that you have read it.</p>
      <button type="button" className="button" data-kind="main" disabled={fetching} onClick={say}>
        I have read it
      </button>
      {refusal && <p role="alert">It was not marked: {refusal}</p>}
    </div>
  )
}
