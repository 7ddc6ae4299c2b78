import { useMemo, useRef } from 'react'
import type { Row } from './calm-queue.ts'
import type { Choice } from './queue-choice.ts'

/** The rows of the chosen part. One that has been shown stays until another part is chosen, whatever becomes of it. */
export function useChosen(rows: readonly Row[], choice: Choice | null): readonly Row[] {
  const shown = useRef({ key: '', ids: new Set<string>() })
  const key = choice?.key ?? ''
  return useMemo(() => {
    if (shown.current.key !== key) shown.current = { key, ids: new Set() }
    if (!choice) return rows
    const { ids } = shown.current
    for (const { task, isGone } of rows) if (!isGone && choice.fits(task)) ids.add(task.id)
    return rows.filter(({ task }) => ids.has(task.id))
  }, [rows, key, choice])
}
