import { Due } from '../components/due.tsx'
import { formatDuration } from '../components/format.ts'
import { Moment } from '../components/moment.tsx'
import type { OrderDetail, OrderRequirement } from '../documents/order-documents.ts'
import { useViewer } from '../session/viewer-context.ts'
import styles from './order-requirements.module.css'
import { debtorInWords, deedsFor, inTurn, owes, standingOf } from './owing.ts'
import { RequirementDeeds } from './requirement-deeds.tsx'

/** What the departments need for this order: what is owed as a checklist, what is only to be known below it. */
export function OrderRequirements({ order }: { readonly order: OrderDetail }) {
  const list = inTurn(useViewer(), order.requirements, order)
  const owed = list.filter((one) => standingOf(one) !== 'told')
  const told = list.filter((one) => standingOf(one) === 'told')
  const open = owed.filter((one) => standingOf(one) === 'open').length
  const overdue = owed.filter((one) => one.isOverdue).length
  return (
    <section aria-labelledby="requirements">
      <h2 id="requirements">What the departments need</h2>
      <p className={styles.none}>{summaryOf({ all: list.length, owed: owed.length, open, overdue })}</p>
      <ul className={styles.list}>
        {owed.map((one) => (
          <RequirementItem key={one.id} one={one} order={order} />
        ))}
      </ul>
      {told.length > 0 && (
        <details className={styles.told} open={owed.length === 0}>
          <summary>To know: how long they take ({told.length})</summary>
          <ul>
            {told.map((one) => (
              <RequirementItem key={one.id} one={one} order={order} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

type Counts = { readonly all: number; readonly owed: number; readonly open: number; readonly overdue: number }

function summaryOf({ all, owed, open, overdue }: Counts): string {
  if (all === 0) return 'No department asks for anything for this order.'
  if (owed === 0) return 'Nothing has to be handed in.'
  const late = overdue === 0 ? '' : `, ${overdue} overdue`
  return open === 0 ? 'All that was owed is there.' : `${owed - open} of ${owed} are there${late}.`
}

const KINDS = {
  LEAD_TIME: 'takes',
  NOTICE: 'needs notice of',
  RAMP_UP: 'needs to ramp up for',
  INFORMATION: 'must be told ahead by',
} as const
const MARKS = { open: '○ Open', met: '✓ Met', waived: '– Waived', told: '' } as const

type ItemProps = { readonly one: OrderRequirement; readonly order: OrderDetail }

function RequirementItem({ one, order }: ItemProps) {
  const viewer = useViewer()
  const { requirement } = one
  const standing = standingOf(one)
  return (
    <li
      className={styles.item}
      data-status={standing}
      data-overdue={one.isOverdue}
      data-mine={standing === 'open' && owes(viewer, one, order)}
    >
      <p className={styles.title}>
        {requirement.title}{' '}
        <span className={styles.status}>{standing === 'open' && one.isOverdue ? '! Overdue' : MARKS[standing]}</span>
      </p>
      {one.dueAt && standing === 'open' && (
        <p>
          <Due at={one.dueAt} isOverdue={one.isOverdue} />
        </p>
      )}
      {one.dueAt && standing === 'told' && (
        <p className={styles.soft}>
          By <Moment at={one.dueAt} />
        </p>
      )}
      <p className={styles.soft}>
        {standing !== 'told' && (
          <>
            Owed by <b>{debtorInWords(viewer, one, order)}</b> to <b>{requirement.department.name}</b>
            {one.step && `, for “${one.step.name}”`}
            {' · '}
          </>
        )}
        {requirement.duration &&
          `${requirement.department.name} ${KINDS[requirement.kind]} ${formatDuration(requirement.duration, requirement.clock)}`}
        {standing === 'told' && one.step && ` · for “${one.step.name}”`}
      </p>
      {requirement.details && <p>{requirement.details}</p>}
      {one.answer && <p className={styles.answer}>{one.answer}</p>}
      <Links form={requirement.formUrl} evidence={one.evidenceUrl} />
      <Settled one={one} />
      <RequirementDeeds id={one.id} title={requirement.title} deeds={deedsFor(viewer, one, order)} />
    </li>
  )
}

function Settled({ one }: { readonly one: OrderRequirement }) {
  const at = one.waivedAt ?? one.satisfiedAt
  if (!at) return null
  return (
    <p className={styles.soft}>
      {one.waivedAt ? 'Waived' : 'Met'} <Moment at={at} />
      {!one.waivedAt && one.satisfiedBy && ` by ${one.satisfiedBy.name}`}
    </p>
  )
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
