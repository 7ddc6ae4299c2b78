import styles from './draft-fields.module.css'
import type { FieldsProps } from './draft-fields.tsx'
import { Field } from './field.tsx'

/** For which orders and which work it is asked. */
export function ScopeFields({ draft, department, choices, refusals, onChange }: FieldsProps) {
  const steps = stepsOf(choices, department.key, draft.workflow)
  const toggle = (key: string) => {
    const chosen = new Set(draft.steps).symmetricDifference(new Set([key]))
    onChange({ steps: [...chosen] })
  }
  return (
    <>
      <Field label="In which workflow" refusal={refusals.workflow}>
        {(field) => (
          <select
            {...field}
            value={draft.workflow}
            onChange={(event) => onChange({ workflow: event.target.value, steps: [] })}
          >
            <option value="">Whatever the workflow</option>
            {choices.workflows?.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset className={styles.steps}>
        <legend>For which steps (none: all work of {department.name})</legend>
        {[...steps].map(([key, name]) => (
          <label key={key} className={styles.check}>
            <input type="checkbox" checked={draft.steps.includes(key)} onChange={() => toggle(key)} />
            {name}
          </label>
        ))}
        {refusals.steps && <p role="alert">{refusals.steps}</p>}
      </fieldset>
      <Field
        label="Only when"
        hint="CEL over the order, e.g. order.isNewCustomer. Empty: always."
        refusal={refusals.appliesWhen}
      >
        {(field) => (
          <input
            {...field}
            type="text"
            value={draft.appliesWhen}
            onChange={(event) => onChange({ appliesWhen: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

function stepsOf(choices: FieldsProps['choices'], department: string, workflow: string): ReadonlyMap<string, string> {
  const chosen = choices.workflows?.filter((one) => workflow === '' || one.key === workflow) ?? []
  const own = chosen.flatMap((one) => one.steps).filter((step) => step.department.key === department)
  return new Map(own.map((step) => [step.key, step.name]))
}
