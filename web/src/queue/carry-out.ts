import type { Client, CombinedError } from 'urql'
import { codeOf, isUnreachable, tell } from '../client.ts'
import type { Task } from '../documents/queue-documents.ts'
import { AssignStep, BlockStep, CompleteStep, ReturnStep, StartStep, UnblockStep } from '../documents/step-mutations.ts'
import { untilConnected } from '../live/connection.ts'
import { DEED_DONE, type Deed } from './deed.ts'

/**
 * `task`: the step as it is by now. A conflict is not the user's mistake: somebody else was there before. `isUnsent`: it was
 * to follow something that was refused.
 */
export type Outcome =
  | { readonly went: true; readonly task: Task }
  | { readonly went: false; readonly title: string; readonly message: string; readonly isUnsent?: true }

/** Milliseconds before Baton is asked again where the network seems to be there. */
const PATIENCE = 2_000

type Sending = { readonly signal: AbortSignal; readonly onWait: () => void }

/**
 * Does it, once: where the answer is lost it is asked for again with the same key, as soon as the network is back, until
 * it comes or the user gives it up.
 */
export async function carryOut(client: Client, task: Task, deed: Deed, { signal, onWait }: Sending): Promise<Outcome> {
  const idempotencyKey = newKey()
  for (;;) {
    const { data, error } = await send(client, task, deed, idempotencyKey)
    if (data?.done) return { went: true, task: data.done.step }
    if (!isUnreachable(error)) return refusal(task, error)
    onWait()
    await untilConnected(PATIENCE, signal)
    if (signal.aborted) return givenUp(task)
  }
}

/** Not `randomUUID`: a page that was not loaded over TLS has none. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-')

type Answer = {
  readonly data?: { readonly done: { readonly step: Task } | null } | undefined
  readonly error?: CombinedError | undefined
}

function send(client: Client, task: Task, deed: Deed, idempotencyKey: string): Promise<Answer> {
  const named = { order: task.order.number, step: task.key, expectedVersion: task.version, idempotencyKey }
  switch (deed.action) {
    case 'start':
      return client.mutation(StartStep, { input: named }).toPromise()
    case 'complete':
      return client.mutation(CompleteStep, { input: named }).toPromise()
    case 'release':
      return client.mutation(UnblockStep, { input: named }).toPromise()
    case 'hold':
      return client.mutation(BlockStep, { input: { ...named, reason: deed.reason } }).toPromise()
    case 'return':
      return client.mutation(ReturnStep, { input: returnInput(named, deed) }).toPromise()
    case 'assign':
      return client.mutation(AssignStep, { input: { ...named, holder: deed.holder?.key ?? null } }).toPromise()
  }
}

function returnInput<Named extends object>(named: Named, { reason, to }: Extract<Deed, { action: 'return' }>) {
  return { ...named, reason, ...(to.length > 0 ? { to: [...to] } : {}) }
}

function refusal(task: Task, error: CombinedError | undefined): Outcome {
  const what = `“${task.name}” of order ${task.order.number}`
  const message = error ? tell(error).replace(FIELD, '') : 'Baton gave no reason.'
  if (!isStale(error)) return { went: false, title: `${what} was not changed`, message }
  const advice = 'It is shown now as it stands: look again before you go on.'
  return { went: false, title: `Somebody else has changed ${what} meanwhile`, message: `${message} ${advice}` }
}

/** The field that a refusal names is none that the user has filled in. */
const FIELD = /^input\.[\w.]+: /

/** It was changed since it was read. A step that is held up cannot be completed either, but nobody came in between. */
function isStale(error: CombinedError | undefined): boolean {
  const field = String(error?.graphQLErrors[0]?.extensions?.field ?? '')
  return codeOf(error) === 'CONFLICT' && field.endsWith('expectedVersion')
}

export function notFollowed(task: Task, deed: Deed): Outcome {
  const title = `“${task.name}” of order ${task.order.number} was not ${DEED_DONE[deed.action]}`
  return { went: false, title, message: 'What you did just before it did not go through.', isUnsent: true }
}

function givenUp(task: Task): Outcome {
  const title = `“${task.name}” of order ${task.order.number}: given up`
  return { went: false, title, message: 'The network was away. If Baton got it nevertheless, the row will show it.' }
}
