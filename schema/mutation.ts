import { type Request, readAnew } from '../server/services/request.ts'

/** Of `idempotencyKey`, which every input has. */
export const onceOnly = {
  description:
    'Per credential and mutation, kept 24 h. The same key and input: the same object, read now, and nothing is done twice; another input: IDEMPOTENCY_MISMATCH.',
}

/** Of `expectedVersion`. */
export const versioned = {
  description: 'The version that was read. When it is another by now: CONFLICT, with `extensions.currentVersion`.',
}

/** What a mutation did. All that its payload says is read after it. */
export async function carriedOut<R>(request: Request, mutation: Promise<R>): Promise<R> {
  const result = await mutation
  readAnew(request)
  return result
}
