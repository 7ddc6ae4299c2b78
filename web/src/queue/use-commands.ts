import { type RefObject, useState } from 'react'
import type { Task } from '../documents/queue-documents.ts'
import { announce } from '../live/announcer.tsx'
import { go, orderPath } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import type { Asked } from './ask-dialog.tsx'
import type { Row } from './calm-queue.ts'
import type { Deed } from './deed.ts'
import { ACTION_WORDS, type Action, actionOfKey, actionsFor, isAsked } from './step-actions.ts'
import type { useDeeds } from './use-deeds.ts'
import type { useHand } from './use-hand.ts'
import { useKeys } from './use-keys.ts'

type Parts = {
  readonly room: RefObject<HTMLElement | null>
  readonly rows: readonly Row[]
  readonly hand: ReturnType<typeof useHand>
  readonly deeds: ReturnType<typeof useDeeds>
  readonly canAct: boolean
  readonly onShow: () => void
  readonly scrollTo: (index: number) => void
}

/** Elsewhere they press a button or scroll the page. */
const OF_A_ROW: ReadonlySet<string> = new Set([' ', 'Enter', 'ArrowDown', 'ArrowUp', 'Home', 'End'])

/** What the keys and the buttons of the queue do to what is in hand: the selected rows, or else the active one. */
export function useCommands(parts: Parts) {
  const { room, rows, hand, deeds, canAct } = parts
  const { person } = useViewer()
  const me = person?.key ?? null
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isHelped, setIsHelped] = useState(false)
  const inHand = tasksInHand(rows, hand)

  /** The focus goes with the hand: the button or the dialog that had it may be gone with what was done. */
  const act = (tasks: readonly Task[], deed: Deed) => {
    deeds.act(tasks, deed)
    if (hand.index >= 0) hand.moveTo(hand.index)
  }
  const choose = (tasks: readonly Task[], action: Action) => {
    if (tasks.length === 0) return
    if (isAsked(action)) setAsked({ tasks, action })
    else act(tasks, action === 'take' ? { action: 'assign', holder: person } : { action })
  }
  const press = (action: Action) => {
    const [only, ...others] = inHand
    if (only && others.length === 0 && !actionsFor(only, me).includes(action))
      announce(`“${ACTION_WORDS[action].replace('…', '')}” is nothing for ${only.name} as it stands`)
    else choose(inHand, action)
  }
  const close = () => {
    setAsked(null)
    setIsHelped(false)
    if (hand.index >= 0) hand.moveTo(hand.index)
  }
  const answer = (deed: Deed) => {
    close()
    if (asked) act(asked.tasks, deed)
  }
  const moves = movesOf(parts, () => setIsHelped(true))
  useKeys(room, (key, target) => {
    const isHere = room.current?.contains(target) ?? false
    const isAnywhere = key === 'j' || key === 'k'
    if ((!isHere && !isAnywhere) || (OF_A_ROW.has(key) && !target.matches('[data-row]'))) return false
    const action = canAct ? actionOfKey(key) : undefined
    const does = moves[key] ?? (action && (() => press(action)))
    does?.()
    return does !== undefined
  })
  const possible = new Set(inHand.flatMap((task) => actionsFor(task, me)))
  return { asked, isHelped, help: () => setIsHelped(true), choose, press, close, answer, possible }
}

function tasksInHand(rows: readonly Row[], { selected, active }: Parts['hand']): Task[] {
  const chosen = selected.size > 0 ? selected : new Set([active])
  return rows.filter((row) => chosen.has(row.task.id) && !row.isGone).map((row) => row.task)
}

function movesOf({ rows, hand, onShow, scrollTo }: Parts, onHelp: () => void): Readonly<Record<string, () => void>> {
  const moveTo = (to: number) => {
    if (rows.length > 0) scrollTo(hand.moveTo(to))
  }
  const [down, up] = [() => moveTo(hand.index + 1), () => moveTo(hand.index - 1)]
  const toggle = () => {
    if (hand.active) hand.toggle(hand.active)
  }
  return {
    j: down,
    ArrowDown: down,
    k: up,
    ArrowUp: up,
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    x: toggle,
    ' ': toggle,
    A: () => hand.select(rows.map((row) => row.task.id)),
    n: onShow,
    Enter: () => go(orderPath(rows[hand.index]?.task.order.number ?? '')),
    Escape: () => hand.select([]),
    '?': onHelp,
  }
}
