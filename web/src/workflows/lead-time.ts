import { formatDuration } from '../components/format.ts'
import type { VersionStep } from '../documents/workflow-documents.ts'

/** How long a run of the step takes by what its department has published; null where it has said nothing. */
export function leadTimeOf({ requirements }: Pick<VersionStep, 'requirements'>, how: 'short' | 'long'): string | null {
  const lead = requirements.find(({ kind, duration }) => kind === 'LEAD_TIME' && duration !== null)
  if (!lead?.duration) return null
  const words = formatDuration(lead.duration, lead.clock)
  if (how === 'long') return words
  return words
    .replace(/working /g, '')
    .replace(/ days?/, ' d')
    .replace(/ hours?/, ' h')
    .replace(/ minutes?/, ' min')
}
