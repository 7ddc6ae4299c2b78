import { useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Task } from '../documents/queue-documents.ts'
import { announce } from '../live/announcer.tsx'
import { carryOut, notFollowed, type Outcome } from './carry-out.ts'
import { DEED_DONE, type Deed, type Pending } from './deed.ts'
import { type DeedLine, lineOf, type Told, type Turn, takeTurn } from './deed-line.ts'
import { actionsFor } from './step-actions.ts'

/** How the deeds done to a step stand whose end is not known, the oldest first, or that one was refused. */
export type Standing =
  | { readonly kind: 'sending' | 'waiting'; readonly pending: readonly Pending[] }
  | { readonly kind: 'refused'; readonly title: string; readonly message: string }

/** What came of one deed done to several steps. */
export type Result = { readonly deed: Deed; readonly told: readonly Told[] }

type Standings = ReadonlyMap<string, Standing>

/**
 * Does things to steps, in the order in which they are asked for, however fast: what is foreseen is shown at once, and
 * taken back with the reason where it is refused. `onDone` gets the step as it is then.
 */
export function useDeeds(onDone: (task: Task) => void) {
  const client = useClient()
  const { standings, stand, standAs } = useStandings()
  const [result, setResult] = useState<Result | null>(null)
  const lines = useRef(new Map<string, DeedLine>())
  const isUnderWay = ({ id }: Task) => (lines.current.get(id)?.pending.length ?? 0) > 0

  const lineUp = (task: Task, deed: Deed): Turn => {
    const line = lineOf(lines.current.get(task.id), task)
    const turn = takeTurn(line, task, deed)
    lines.current.set(task.id, line)
    standAs(task, line)
    return turn
  }

  const send = async ({ task, line, before }: Turn, deed: Deed): Promise<Outcome> => {
    const came = (await before)?.outcome
    if (came && !came.went) return notFollowed(task, deed)
    const onWait = () => {
      line.isWaiting = true
      standAs(task, line)
    }
    return carryOut(client, came?.task ?? task, deed, { signal: line.giveUp.signal, onWait })
  }

  const conclude = ({ task, line, end }: Turn, outcome: Outcome): Told => {
    line.pending.shift()
    line.isWaiting = false
    if (outcome.went) {
      onDone(outcome.task)
      standAs(task, line)
    } else if (!outcome.isUnsent) {
      lines.current.delete(task.id)
      stand(task, { kind: 'refused', title: outcome.title, message: outcome.message })
    }
    const told = { task, outcome }
    end(told)
    return told
  }

  const act = async (tasks: readonly Task[], deed: Deed): Promise<void> => {
    const possible = tasks.filter((task) => !isUnderWay(task) || actionsFor(task, null).includes(deed.action))
    setResult(null)
    const told: Told[] = []
    for (const turn of possible.map((task) => lineUp(task, deed))) told.push(conclude(turn, await send(turn, deed)))
    if (told.length === 0) return
    announce(inWords(deed, told))
    if (tasks.length > 1) setResult({ deed, told })
  }

  return {
    standings,
    result,
    act,
    forget: (task: Task) => (isUnderWay(task) ? lines.current.get(task.id)?.giveUp.abort() : stand(task, null)),
    forgetResult: () => setResult(null),
  }
}

function useStandings() {
  const [standings, setStandings] = useState<Standings>(new Map())
  const stand = (task: Task, standing: Standing | null) => setStandings((now) => withOne(now, task.id, standing))
  const standAs = (task: Task, { pending, isWaiting }: DeedLine) =>
    stand(task, pending.length > 0 ? { kind: isWaiting ? 'waiting' : 'sending', pending: [...pending] } : null)
  return { standings, stand, standAs }
}

function withOne(standings: Standings, id: string, standing: Standing | null): Standings {
  const next = new Map(standings)
  if (standing) next.set(id, standing)
  else next.delete(id)
  return next
}

function inWords(deed: Deed, told: readonly Told[]): string {
  const [only] = told
  if (told.length === 1 && only) {
    const { task, outcome } = only
    return outcome.went ? `${task.name} of order ${task.order.number}: ${DEED_DONE[deed.action]}` : outcome.title
  }
  const went = told.filter(({ outcome }) => outcome.went).length
  return `${went} ${DEED_DONE[deed.action]}, ${told.length - went} refused`
}
