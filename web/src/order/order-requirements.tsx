import { formatDuration } from '../components/format.ts'
import { Moment } from '../components/moment.tsx'
import type { OrderRequirement } from '../documents/order-documents.ts'
import styles from './order-requirements.module.css'

/** What the departments need for this order. */
export function OrderRequirements({ requirements }: { readonly requirements: readonly OrderRequirement[] }) {
  return (
    <section aria-labelledby="requirements">
      <h2 id="requirements">What the departments need</h2>
      {requirements.length === 0 && <p className={styles.none}>No department asks for anything for this order.</p>}
      <ul className={styles.list}>
        {requirements.map((one) => (
          <RequirementItem key={one.id} one={one} />
        ))}
      </ul>
    </section>
  )
}

const KINDS = {
  LEAD_TIME: 'takes',
  NOTICE: 'needs notice of',
  RAMP_UP: 'needs to ramp up for',
  INFORMATION: 'must be told ahead by',
} as const

function RequirementItem({ one }: { readonly one: OrderRequirement }) {
  const { requirement } = one
  const status = statusOf(one)
  return (
    <li className={styles.item} data-status={status}>
      <p className={styles.title}>
        {requirement.title} <span className={styles.status}>{STATUS_WORDS[status]}</span>
      </p>
      <p className={styles.soft}>
        {requirement.department.name}
        {requirement.duration &&
          ` ${KINDS[requirement.kind]} ${formatDuration(requirement.duration, requirement.clock)}`}
        {one.step && ` · for “${one.step.name}”`}
        {requirement.kind !== 'LEAD_TIME' && ` · owed by ${one.owedBy?.name ?? 'the rep'}`}
      </p>
      {requirement.details && <p>{requirement.details}</p>}
      {one.answer && <p>Answer: {one.answer}</p>}
      <Links form={requirement.formUrl} evidence={one.evidenceUrl} />
      {one.satisfiedAt && (
        <p className={styles.soft}>
          {status === 'met' ? 'Met' : 'Settled'} <Moment at={one.satisfiedAt} />
          {one.satisfiedBy && ` by ${one.satisfiedBy.name}`}
        </p>
      )}
    </li>
  )
}

type Status = 'told' | 'open' | 'met' | 'waived'
const STATUS_WORDS: Readonly<Record<Status, string>> = {
  told: 'To know',
  open: '○ Open',
  met: '✓ Met',
  waived: '– Waived',
}

/** Lead times and ramp-ups are to be known; notices and facts are owed until they are there. */
function statusOf({ requirement: { kind }, satisfiedAt, waivedAt }: OrderRequirement): Status {
  if (waivedAt) return 'waived'
  if (satisfiedAt) return 'met'
  return kind === 'LEAD_TIME' || kind === 'RAMP_UP' ? 'told' : 'open'
}

function Links({ form, evidence }: { readonly form: string | null; readonly evidence: string | null }) {
  if (!isWeb(form) && !isWeb(evidence)) return null
  return (
    <p className={styles.links}>
      {isWeb(form) && (
        <a href={form} rel="noreferrer">
          The form
        </a>
      )}
      {isWeb(evidence) && (
        <a href={evidence} rel="noreferrer">
          Evidence
        </a>
      )}
    </p>
  )
}

/** Others wrote these addresses: nothing but a web page is linked. */
const isWeb = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url)
