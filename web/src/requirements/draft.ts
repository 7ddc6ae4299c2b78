import type { Asked, Kind } from '../documents/requirement-documents.ts'
import { startOfDay } from './day-start.ts'

/** What is being written, as the fields hold it. */
export type Draft = {
  readonly key: string
  readonly kind: Kind
  readonly title: string
  readonly details: string
  readonly formUrl: string
  readonly amount: string
  readonly unit: Unit
  readonly clock: Asked['clock']
  readonly workflow: string
  readonly steps: readonly string[]
  readonly appliesWhen: string
  readonly owedBy: string
  /** '': from the moment it is published. */
  readonly day: string
  readonly bindsOpenOrders: boolean
}
export type Unit = 'days' | 'hours' | 'as written'

const NOTHING: Draft = {
  key: '',
  kind: 'LEAD_TIME',
  title: '',
  details: '',
  formUrl: '',
  amount: '',
  unit: 'days',
  clock: 'WORKING',
  workflow: '',
  steps: [],
  appliesWhen: '',
  owedBy: '',
  day: '',
  bindsOpenOrders: false,
}

/** The next version begins as the one before stands. */
export function draftOf(previous: Asked | null): Draft {
  if (!previous) return NOTHING
  const { key, kind, title, clock, bindsOpenOrders } = previous
  return {
    ...{ key, kind, title, clock, bindsOpenOrders, day: '' },
    ...splitDuration(previous.duration),
    details: previous.details ?? '',
    formUrl: previous.formUrl ?? '',
    workflow: previous.workflow ?? '',
    steps: [...new Set(previous.steps.map((step) => step.key))],
    appliesWhen: previous.appliesWhen ?? '',
    owedBy: previous.owedBy?.key ?? '',
  }
}

function splitDuration(duration: string | null): Pick<Draft, 'amount' | 'unit'> {
  const [, days] = /^P(\d+)D$/.exec(duration ?? '') ?? []
  const [, hours] = /^PT(\d+)H$/.exec(duration ?? '') ?? []
  if (days) return { amount: days, unit: 'days' }
  if (hours) return { amount: hours, unit: 'hours' }
  return { amount: duration ?? '', unit: duration ? 'as written' : 'days' }
}

/** What is not a whole number goes as it is: the server says what is wrong with it. */
export function durationOf({ amount, unit }: Pick<Draft, 'amount' | 'unit'>): string | null {
  const text = amount.trim()
  if (text === '') return null
  if (unit === 'as written' || !/^\d+$/.test(text)) return text
  return unit === 'days' ? `P${text}D` : `PT${text}H`
}

export function inputOf(draft: Draft, department: string, timeZone: string) {
  const { key, kind, clock, bindsOpenOrders } = draft
  return {
    ...{ department, kind, clock, bindsOpenOrders },
    key: key.trim(),
    title: draft.title.trim(),
    details: draft.details.trim() || null,
    formUrl: draft.formUrl.trim() || null,
    duration: durationOf(draft),
    workflow: draft.workflow || null,
    steps: draft.steps.length > 0 ? [...draft.steps] : null,
    appliesWhen: draft.appliesWhen.trim() || null,
    owedBy: draft.owedBy || null,
    effectiveFrom: draft.day ? startOfDay(draft.day, timeZone) : null,
  }
}

/** Whether other orders than those of the version before may be touched. */
export function isScopeChanged(previous: Asked, draft: Draft): boolean {
  const before = draftOf(previous)
  const same = before.steps.toSorted().join() === draft.steps.toSorted().join()
  return !same || before.workflow !== draft.workflow || before.appliesWhen !== draft.appliesWhen.trim()
}
