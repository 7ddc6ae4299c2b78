import { type FormEvent, useRef, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Loading, Notice } from '../components/notice.tsx'
import {
  type AskingDepartment,
  type Counted,
  PublishingQuery,
  PublishRequirement,
} from '../documents/requirement-documents.ts'
import { announce } from '../live/announcer.tsx'
import { type Draft, draftOf, inputOf } from './draft.ts'
import { DraftFields } from './draft-fields.tsx'
import styles from './publish-form.module.css'
import { type Refusals, refusalsOf } from './refusals.ts'
import { WhatItTouches } from './what-it-touches.tsx'

type FormProps = {
  readonly department: AskingDepartment
  /** The version that it supersedes; null: a new requirement. */
  readonly previous: Counted | null
  readonly onPublished: (published: Counted | null) => void
  readonly onCancel: () => void
}

/** Writes a version, with what it changes and whom it touches beside it: what one publishes one has seen. */
export function PublishForm({ department, previous, onPublished, onCancel }: FormProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(previous))
  const [refusals, setRefusals] = useState<Refusals>({})
  const [{ data: choices }] = useQuery({ query: PublishingQuery, variables: { department: department.key } })
  const [{ fetching }, publish] = useMutation(PublishRequirement)
  const form = useRef<HTMLFormElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { data, error } = await publish({ input: inputOf(draft, department.key, department.timeZone) })
    const found = refusalsOf(error)
    setRefusals(found)
    if (error) return focusFirst(form.current)
    announce(`“${draft.title}” is published`)
    onPublished(data?.publishRequirement?.requirement ?? null)
  }
  if (!choices) return <Loading what="what there is to choose from" />
  const change = (changes: Partial<Draft>) => setDraft((now) => ({ ...now, ...changes }))
  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate aria-labelledby="publish-title">
      <h2 id="publish-title" className={styles.title}>
        {previous ? `Version ${previous.version + 1} of “${previous.title}”` : 'A new requirement'}
      </h2>
      <div className={styles.fields}>
        {refusals[''] && (
          <Notice kind="error" title="It was not published">
            <p>{refusals['']}</p>
          </Notice>
        )}
        <DraftFields
          draft={draft}
          department={department}
          previous={previous}
          choices={choices}
          refusals={refusals}
          onChange={change}
        />
      </div>
      <div className={styles.impact}>
        <WhatItTouches draft={draft} department={department} previous={previous} choices={choices} />
        <div className={styles.buttons}>
          <button type="submit" className="button" data-kind="main" disabled={fetching}>
            Publish version {(previous?.version ?? 0) + 1}
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </div>
    </form>
  )
}

/** Once the refusals are shown. */
function focusFirst(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
