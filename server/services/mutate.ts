import { Refusal } from '../domain/refusal.ts'
import { requireKnown, type Viewer } from '../domain/visibility.ts'
import type { Tx } from '../storage/database.ts'
import { asRefusal } from '../storage/unique-violation.ts'
import type { Baton } from './baton.ts'
import { answerOnce } from './idempotency.ts'

/** Who asks what of which Baton. */
export type Asker = { readonly baton: Baton; readonly viewer: Viewer }

/** What the inputs of mutations have in common. */
export type MutationInput = { readonly idempotencyKey?: string | null | undefined }

/**
 * Runs a mutation: one transaction, at most once by its `idempotencyKey`, and the feed is woken after the commit. What `work`
 * returns names the object concerned (numbers alone), so that a repeat can answer with that object as it is then.
 */
export async function mutate<R extends object>(
  { baton, viewer }: Asker,
  mutation: string,
  input: MutationInput,
  work: (tx: Tx) => Promise<R>,
): Promise<R> {
  requireKnown(viewer)
  const claim = { credential: viewer.credential, mutation, input, at: baton.clock() }
  const result = await baton.database
    .transaction((tx) => answerOnce(tx, claim, () => work(tx)))
    .catch(asRefusal)
    .catch((error: unknown) => refuseInput(input, error))
  baton.feed.wake()
  return result
}

/**
 * The domain and the database name a part of what is asked (`step`), the one who asks knows it by its path (`input.step`). A
 * condition that was published earlier is no part of the input and keeps its name.
 */
export function refuseInput(input: object, error: unknown): never {
  const field = error instanceof Refusal ? error.details.field : undefined
  const isOutside = field === 'appliesWhen' && !('appliesWhen' in input)
  if (!(error instanceof Refusal) || field === undefined || isOutside || /^input\b/.test(field)) throw error
  const message = error.message.startsWith(`${field}:`) ? `input.${error.message}` : error.message
  throw new Refusal(error.code, message, { ...error.details, field: `input.${field}` })
}
