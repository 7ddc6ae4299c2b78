import { type ReactNode, useId } from 'react'
import styles from './field.module.css'

export type Described = { readonly id: string; readonly 'aria-describedby': string; readonly 'aria-invalid': boolean }
type FieldProps = {
  readonly label: string
  readonly hint?: string
  readonly refusal: string | undefined
  readonly children: (described: Described) => ReactNode
}

/** A field with its name above it, and below it what belongs in it and what was wrong with what was. */
export function Field({ label, hint, refusal, children }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field} data-refused={refusal !== undefined}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-hint ${id}-refusal`, 'aria-invalid': refusal !== undefined })}
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
      {refusal && (
        <p id={`${id}-refusal`} className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
    </div>
  )
}
