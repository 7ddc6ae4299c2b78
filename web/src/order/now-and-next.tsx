import { BatonGlyph } from '../components/baton-glyph.tsx'
import { Lasting, Moment } from '../components/moment.tsx'
import { STATE_WORDS, StateMark } from '../components/state-mark.tsx'
import { WhomToAsk } from '../components/whom-to-ask.tsx'
import type { Leg, OrderDetail } from '../documents/order-documents.ts'
import { isCurrent, lies, since } from '../relay-map/leg-facts.ts'
import styles from './now-and-next.module.css'

type BothProps = {
  readonly order: OrderDetail
  /** The moment of the past that is shown below; null: the present. */
  readonly lookedAt: string | null
}

/** The first thing to be seen of an order: who has it now, who gets it next, whom to ask. */
export function NowAndNext({ order, lookedAt }: BothProps) {
  const now = order.steps.filter(isCurrent)
  const nextKeys = new Set(order.next.map((step) => step.key))
  const next = order.steps.filter((step) => nextKeys.has(step.key))
  return (
    <div className={styles.both}>
      <section aria-labelledby="now">
        <h2 id="now">
          Has it now
          {lookedAt && (
            <small className={styles.aside}>
              {' '}
              – now, not on <Moment at={lookedAt} />
            </small>
          )}
        </h2>
        {now.length === 0 && <p className={styles.nobody}>{whyNobody(order)}</p>}
        <ul className={styles.cards}>
          {now.map((leg) => (
            <NowCard key={leg.id} leg={leg} number={order.number} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="next">
        <h2 id="next">Gets it next</h2>
        {next.length === 0 && <p className={styles.nobody}>Nobody: nothing comes after.</p>}
        <ul className={styles.cards}>
          {next.map((leg) => (
            <li key={leg.id} className={styles.next}>
              <strong>{leg.department.name}</strong>
              <p>{leg.name}</p>
              <WhomToAsk holder={leg.holder} contact={leg.contact} about={`Order ${order.number}: ${leg.name}`} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function NowCard({ leg, number }: { readonly leg: Leg; readonly number: string }) {
  const at = since(leg)
  return (
    <li className={styles.now} data-state={leg.state}>
      <BatonGlyph lies={lies(leg)} className={styles.baton} />
      <p className={styles.holder}>{leg.holder?.name ?? 'Nobody holds it'}</p>
      <p className={styles.step}>
        {leg.name} · {leg.department.name}
      </p>
      <p className={styles.state}>
        <StateMark state={leg.state}>{STATE_WORDS[leg.state]}</StateMark>
        {at && (
          <span>
            {' '}
            for <Lasting since={at} />
          </span>
        )}
      </p>
      {leg.blockedReason && <p className={styles.reason}>{leg.blockedReason}</p>}
      <WhomToAsk holder={leg.holder} contact={leg.contact} about={`Order ${number}: ${leg.name}`} isHolderShown />
    </li>
  )
}

function whyNobody({ state, closedAt }: OrderDetail): string {
  if (state === 'CANCELLED') return 'Nobody: the order is cancelled.'
  return closedAt ? 'Nobody: every step is done.' : 'Nobody.'
}
