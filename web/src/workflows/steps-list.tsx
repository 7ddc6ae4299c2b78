import type { ReactNode } from 'react'
import { DepartmentMark } from '../components/department-mark.tsx'
import type { VersionStep } from '../documents/workflow-documents.ts'
import { ChangeSign } from './change-sign.tsx'
import type { StepChange } from './difference.ts'
import { leadTimeOf } from './lead-time.ts'
import styles from './steps-list.module.css'

type ListProps = { readonly steps: readonly StepChange<VersionStep>[]; readonly areCompared: boolean }

/** Every step of the version in its order, with what it waits for, takes, asks and when it applies. */
export function StepsList({ steps, areCompared }: ListProps) {
  const names = new Map(steps.map(({ step }) => [step.key, step.name]))
  return (
    <ol className={styles.list} aria-label="Steps">
      {steps.map((shown) => (
        <StepRow key={shown.step.key} shown={shown} names={names} areCompared={areCompared} />
      ))}
    </ol>
  )
}

type RowProps = {
  readonly shown: StepChange<VersionStep>
  readonly names: ReadonlyMap<string, string>
  readonly areCompared: boolean
}

function StepRow({ shown: { step, change, told }, names, areCompared }: RowProps) {
  const before = step.dependsOn.map(({ key }) => names.get(key) ?? key)
  const leadTime = leadTimeOf(step, 'long')
  const asked = step.requirements.filter(({ kind }) => kind !== 'LEAD_TIME')
  return (
    <li className={styles.row} data-change={change}>
      <DepartmentMark department={step.department} />
      <div>
        <h3 className={styles.name}>
          {step.name}
          {areCompared && <ChangeSign change={change} withWord />}
        </h3>
        <p className={styles.department}>
          {step.department.name}
          {step.delivers && ' · delivers the order'}
        </p>
        {told.length > 0 && change !== 'added' && (
          <ul className={styles.told}>
            {told.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
      </div>
      <dl className={styles.facts}>
        <Fact name="Waits for">{before.length > 0 ? before.join(', ') : 'nothing: it starts the order'}</Fact>
        <Fact name="Takes">{leadTime ?? 'no lead time is published'}</Fact>
        {step.appliesWhen && (
          <Fact name="Only when">
            <code>{step.appliesWhen}</code>
          </Fact>
        )}
        {asked.length > 0 && <Fact name="Needs">{asked.map(({ title }) => title).join('; ')}</Fact>}
      </dl>
    </li>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
