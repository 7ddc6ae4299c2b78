import { useState } from 'react'
import { type CombinedError, useClient } from 'urql'
import { codeOf, tell } from '../client.ts'
import type { Task } from '../documents/queue-documents.ts'
import { AssignStep, BlockStep, CompleteStep, ReturnStep, StartStep, UnblockStep } from '../documents/step-mutations.ts'
import { announce } from '../live/announcer.tsx'

/** What is done to a step, with what it takes. */
export type Deed =
  | { readonly action: 'start' | 'complete' | 'release' }
  | { readonly action: 'hold'; readonly reason: string }
  | { readonly action: 'return'; readonly reason: string; readonly to: readonly string[] }
  | { readonly action: 'assign'; readonly holder: string | null }

/** `step`: whose it is. A conflict is not the user's mistake: somebody else was there before. */
export type Refused = { readonly step: string; readonly title: string; readonly message: string }

const DONE: Readonly<Record<Deed['action'], string>> = {
  start: 'started',
  complete: 'completed',
  release: 'released',
  hold: 'put on hold',
  return: 'handed back',
  assign: 'assigned',
}

/** Does things to steps one after the other; tells what was refused, and has everything read anew either way. */
export function useStepActions(refetch: () => void) {
  const client = useClient()
  const [busy, setBusy] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const act = async (task: Task, deed: Deed): Promise<void> => {
    setBusy(task.id)
    setRefused(null)
    const { error } = await send(client, task, deed)
    setBusy(null)
    if (error) setRefused(refusal(task, error))
    else announce(`${task.name} of order ${task.order.number}: ${DONE[deed.action]}`)
    refetch()
  }
  return { busy, refused, act, forget: () => setRefused(null) }
}

function send(
  client: ReturnType<typeof useClient>,
  task: Task,
  deed: Deed,
): Promise<{ error?: CombinedError | undefined }> {
  const named = { order: task.order.number, step: task.key, expectedVersion: task.version }
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
      return client.mutation(ReturnStep, { input: { ...named, reason: deed.reason, to: [...deed.to] } }).toPromise()
    case 'assign':
      return client.mutation(AssignStep, { input: { ...named, holder: deed.holder } }).toPromise()
  }
}

function refusal(task: Task, error: CombinedError): Refused {
  const isConflict = codeOf(error) === 'CONFLICT'
  const what = `“${task.name}” of order ${task.order.number}`
  return {
    step: task.id,
    title: isConflict ? `Somebody else has changed ${what} meanwhile` : `${what} was not changed`,
    message: isConflict ? `${tell(error)} It is shown now as it stands: look again before you go on.` : tell(error),
  }
}
