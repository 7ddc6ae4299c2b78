import type { CombinedError } from 'urql'
import { tell } from '../client.ts'

/** What was refused, by the name of the field; under '' what belongs to none. */
export type Refusals = Readonly<Record<string, string>>

/** The contract names a field by its path, `input.steps.0`: the form has one for the second part. */
export function refusalsOf(error: CombinedError | undefined): Refusals {
  if (!error) return {}
  if (error.graphQLErrors.length === 0) return { '': tell(error) }
  const named = error.graphQLErrors.map(({ message, extensions }) => {
    const [, field = ''] = String(extensions?.field ?? '').split('.')
    return [field, message.replace(/^input\.[\w.]+: /, '')] as const
  })
  return Object.fromEntries(named)
}
