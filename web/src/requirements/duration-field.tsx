import type { Draft, Unit } from './draft.ts'
import styles from './draft-fields.module.css'
import { Field } from './field.tsx'

type DurationProps = {
  readonly draft: Draft
  readonly refusal: string | undefined
  readonly onChange: (changes: Partial<Draft>) => void
}

/** So many days or hours, on the department's working clock or not. */
export function DurationField({ draft, refusal, onChange }: DurationProps) {
  const isTaken = draft.kind === 'LEAD_TIME' || draft.kind === 'RAMP_UP'
  return (
    <Field
      label={isTaken ? 'How long it takes' : 'How long before the step starts it is due'}
      hint={isTaken ? '' : 'Empty: when the step starts.'}
      refusal={refusal}
    >
      {(field) => (
        <div className={styles.row}>
          <input
            {...field}
            className={styles.amount}
            type="text"
            inputMode="numeric"
            value={draft.amount}
            onChange={(event) => onChange({ amount: event.target.value })}
          />
          <select
            aria-label="Unit"
            value={draft.unit}
            onChange={(event) => onChange({ unit: event.target.value as Unit })}
          >
            <option value="days">days</option>
            <option value="hours">hours</option>
            {draft.unit === 'as written' && <option value="as written">as written (ISO 8601)</option>}
          </select>
          <select
            aria-label="Counted by"
            value={draft.clock}
            onChange={(event) => onChange({ clock: event.target.value as Draft['clock'] })}
          >
            <option value="WORKING">of working time</option>
            <option value="ELAPSED">of plain time</option>
          </select>
        </div>
      )}
    </Field>
  )
}
