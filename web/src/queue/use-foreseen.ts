import { useMemo } from 'react'
import { useViewer } from '../session/viewer-context.ts'
import type { Row } from './calm-queue.ts'
import { foreseen } from './deed.ts'
import type { Standing } from './use-deeds.ts'

/** The rows as they will be when the viewer's own deeds that are under way are done. The others are the same objects. */
export function useForeseen(rows: readonly Row[], standings: ReadonlyMap<string, Standing>): readonly Row[] {
  const { person } = useViewer()
  return useMemo(() => {
    const ahead = (row: Row): Row => {
      const standing = standings.get(row.task.id)
      if (!standing || standing.kind === 'refused') return row
      return { ...row, task: foreseen(row.task, standing.pending, person) }
    }
    return standings.size === 0 ? rows : rows.map(ahead)
  }, [rows, standings, person])
}
