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
  const result = await baton.database.transaction((tx) => answerOnce(tx, claim, () => work(tx))).catch(asRefusal)
  baton.feed.wake()
  return result
}
