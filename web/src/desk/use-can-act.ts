import { useViewer } from '../session/viewer-context.ts'

/** Whether the viewer may act for a department. The server decides; this keeps away the buttons that it refuses. */
export function useCanAct(department: string): boolean {
  const { person, roles } = useViewer()
  return person?.department?.key === department || roles.some((role) => role === 'ADMIN' || role === 'INTEGRATION')
}
