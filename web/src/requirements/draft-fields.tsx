import type { AskingDepartment, Choices, Counted } from '../documents/requirement-documents.ts'
import { dayIn } from './day-start.ts'
import type { Draft } from './draft.ts'
import styles from './draft-fields.module.css'
import { DurationField } from './duration-field.tsx'
import { Field } from './field.tsx'
import type { Refusals } from './refusals.ts'
import { KIND_WORD, KINDS } from './requirement-words.ts'
import { ScopeFields } from './scope-fields.tsx'

export type FieldsProps = {
  readonly draft: Draft
  readonly department: AskingDepartment
  readonly previous: Counted | null
  readonly choices: Choices
  readonly refusals: Refusals
  readonly onChange: (changes: Partial<Draft>) => void
}

export function DraftFields(props: FieldsProps) {
  const { draft, previous, refusals, onChange } = props
  const isOwed = draft.kind === 'NOTICE' || draft.kind === 'INFORMATION'
  return (
    <>
      {!previous && <NameFields {...props} />}
      <Field label="Title" hint="What the others read." refusal={refusals.title}>
        {(field) => (
          <input
            {...field}
            type="text"
            value={draft.title}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <DurationField draft={draft} refusal={refusals.duration ?? refusals.clock} onChange={onChange} />
      <ScopeFields {...props} />
      {isOwed && <DebtorField {...props} />}
      <DetailFields {...props} />
      <EffectFields {...props} />
    </>
  )
}

function DebtorField({ draft, choices, refusals, onChange }: FieldsProps) {
  return (
    <Field label="Who owes it" refusal={refusals.owedBy}>
      {(field) => (
        <select {...field} value={draft.owedBy} onChange={(event) => onChange({ owedBy: event.target.value })}>
          <option value="">The order’s rep</option>
          {choices.departments?.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function DetailFields({ draft, refusals, onChange }: FieldsProps) {
  return (
    <>
      <Field label="Details" refusal={refusals.details}>
        {(field) => (
          <textarea {...field} value={draft.details} onChange={(event) => onChange({ details: event.target.value })} />
        )}
      </Field>
      <Field label="Where the form is" hint="http or https; empty where there is none." refusal={refusals.formUrl}>
        {(field) => (
          <input
            {...field}
            type="url"
            value={draft.formUrl}
            onChange={(event) => onChange({ formUrl: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** From when on it holds, and for which orders. */
function EffectFields({ draft, department: { timeZone }, previous, refusals, onChange }: FieldsProps) {
  return (
    <>
      <Field
        label="Comes into force at the beginning of"
        hint={`A day in ${timeZone}. Empty: at once.`}
        refusal={refusals.effectiveFrom}
      >
        {(field) => (
          <input
            {...field}
            type="date"
            min={previous ? dayIn(previous.effectiveFrom, timeZone) : undefined}
            value={draft.day}
            onChange={(event) => onChange({ day: event.target.value })}
          />
        )}
      </Field>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.bindsOpenOrders}
          onChange={(event) => onChange({ bindsOpenOrders: event.target.checked })}
        />
        <span>Open orders are held to it too</span>
      </label>
    </>
  )
}

function NameFields({ draft, refusals, onChange }: FieldsProps) {
  return (
    <>
      <Field label="Kind" hint={KINDS.find(([kind]) => kind === draft.kind)?.[2] ?? ''} refusal={refusals.kind}>
        {(field) => (
          <select
            {...field}
            value={draft.kind}
            onChange={(event) => onChange({ kind: event.target.value as Draft['kind'] })}
          >
            {KINDS.map(([kind]) => (
              <option key={kind} value={kind}>
                {KIND_WORD[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Short name" hint="Stays the same in all versions, e.g. invoice-form." refusal={refusals.key}>
        {(field) => (
          <input {...field} type="text" value={draft.key} onChange={(event) => onChange({ key: event.target.value })} />
        )}
      </Field>
    </>
  )
}
