import { createContext, useContext } from 'react'
import type { Viewer } from '../documents/viewer-documents.ts'

export const ViewerContext = createContext<Viewer | null>(null)

/** Who looks. Only for what is shown to somebody who is signed in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('nobody is signed in')
  return viewer
}
