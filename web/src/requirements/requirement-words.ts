import { formatDuration } from '../components/format.ts'
import type { Asked, Kind } from '../documents/requirement-documents.ts'

export const KINDS: readonly (readonly [kind: Kind, name: string, meaning: string])[] = [
  ['LEAD_TIME', 'Lead times', 'How long a run of the step takes, from ready to done.'],
  ['NOTICE', 'Notices', 'A form or a document, due some time before the step starts.'],
  ['RAMP_UP', 'Ramp-ups', 'Extra time for the first order of a new customer or product.'],
  ['INFORMATION', 'Information', 'Facts that the department must be told.'],
]

export const KIND_WORD: Readonly<Record<Kind, string>> = {
  LEAD_TIME: 'Lead time',
  NOTICE: 'Notice',
  RAMP_UP: 'Ramp-up',
  INFORMATION: 'Information',
}

export const howLong = ({ duration, clock }: Pick<Asked, 'duration' | 'clock'>): string =>
  duration ? formatDuration(duration, clock) : 'no time named'

/** What its time means: how long something takes, how long before the step it is due, or how long after the placing. */
export function whatTime({ kind, ...one }: Pick<Asked, 'kind' | 'duration' | 'clock'>): string {
  if (!one.duration || kind === 'LEAD_TIME') return howLong(one)
  return kind === 'RAMP_UP' ? `${howLong(one)} from the placing` : `${howLong(one)} ahead`
}

export function scopeInWords({
  workflow,
  steps,
  appliesWhen,
}: Pick<Asked, 'workflow' | 'steps' | 'appliesWhen'>): string {
  const names = [...new Set(steps.map((step) => `“${step.name}”`))].join(', ')
  const parts = [
    names || 'all work of the department',
    workflow && `in ${workflow}`,
    appliesWhen && `when ${appliesWhen}`,
  ]
  return parts.filter(Boolean).join(' ')
}

export const owedInWords = ({ kind, owedBy }: Pick<Asked, 'kind' | 'owedBy'>): string | null =>
  kind === 'NOTICE' || kind === 'INFORMATION' ? `owed by ${owedBy?.name ?? 'the order’s rep'}` : null

/** What a version says, in lines that can be held against those of another. */
export function statements(one: Asked): ReadonlyMap<string, string> {
  return new Map([
    ['Title', one.title],
    ['How long', howLong(one)],
    ['For', scopeInWords(one)],
    ['Owed by', owedInWords(one) ?? 'nobody'],
    ['Details', one.details ?? 'none'],
    ['Form', one.formUrl ?? 'none'],
  ])
}

export type Difference = { readonly what: string; readonly before: string; readonly after: string }

export function differences(before: Asked, after: Asked): Difference[] {
  const old = statements(before)
  return [...statements(after)].flatMap(([what, now]) => {
    const was = old.get(what) ?? 'none'
    return was === now ? [] : [{ what, before: was, after: now }]
  })
}
