import { type KeyboardEvent, useEffect, useEffectEvent, useState } from 'react'
import type { Found } from './found.ts'

type Choice = {
  readonly current: Found | undefined
  readonly onKeyDown: (event: KeyboardEvent) => void
  /** Something else is looked for: the first of what comes is chosen. */
  readonly reset: () => void
}

/** Arrows choose among what was found. Who presses Enter before the answer is there goes where it says. */
export function useChoice(all: readonly Found[], isSearching: boolean, visit: (found: Found) => void): Choice {
  const [chosen, setChosen] = useState(0)
  const [isEntered, setEntered] = useState(false)
  const at = Math.min(chosen, all.length - 1)
  const arrive = useEffectEvent(() => {
    setEntered(false)
    if (all[at]) visit(all[at])
  })
  useEffect(() => {
    if (isEntered && !isSearching) arrive()
  }, [isEntered, isSearching])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') setEntered(true)
    if (!step || all.length === 0) return
    event.preventDefault()
    setChosen((at + step + all.length) % all.length)
  }
  const reset = () => {
    setChosen(0)
    setEntered(false)
  }
  return { current: all[at], onKeyDown, reset }
}
