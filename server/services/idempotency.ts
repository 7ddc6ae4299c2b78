import { createHash } from 'node:crypto'
import { Refusal } from '../domain/refusal.ts'
import { requireText } from '../domain/text.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Tx } from '../storage/database.ts'
import { type Claim, claimKey, forgetAnswers, keepAnswer, readAnswer } from '../storage/idempotency-queries.ts'
import type { MutationInput } from './mutate.ts'

/** An answer is kept for 24 hours. */
const KEPT = 24 * 60 * 60 * 1_000
const KEY_LIMIT = 200

type Asked = {
  readonly credential: string
  readonly mutation: string
  readonly input: MutationInput
  readonly at: Instant
}

/**
 * Does `work` once for each key: the same credential, mutation, key and input get the first answer again, another input gets
 * IDEMPOTENCY_MISMATCH. The key is taken in the transaction of the work, so what was refused or rolled back took none. Without
 * a key it is simply done.
 */
export async function answerOnce<R>(tx: Tx, { input, at, ...asked }: Asked, work: () => Promise<R>): Promise<R> {
  const { idempotencyKey, ...rest } = input
  if (idempotencyKey === null || idempotencyKey === undefined) return work()
  const key = requireText('input.idempotencyKey', idempotencyKey, KEY_LIMIT)
  const claim = { ...asked, key, inputDigest: digest(rest), createdAt: at }
  await forgetAnswers(tx, at - KEPT)
  if (!(await claimKey(tx, claim))) return repeat(tx, claim)
  const result = await work()
  await keepAnswer(tx, claim, result)
  return result
}

async function repeat<R>(tx: Tx, claim: Claim): Promise<R> {
  const known = await readAnswer(tx, claim)
  if (known?.inputDigest === claim.inputDigest) return known.result as R
  throw new Refusal('IDEMPOTENCY_MISMATCH', 'input.idempotencyKey: was used for another input', {
    field: 'input.idempotencyKey',
    value: claim.key,
  })
}

/** Two inputs are the same when they say the same, in whatever order; what is left out and what is null are the same too. */
function digest(input: object): string {
  return createHash('sha256').update(canonical(input)).digest('hex')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const said = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined)
  const members = said
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
  return `{${members.join()}}`
}
