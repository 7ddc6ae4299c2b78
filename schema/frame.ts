import type { Frame } from '../server/services/feed.ts'
import { type Request, readAnew } from '../server/services/request.ts'

/** A frame is told with what is read after it came: one context serves a whole watch, so what it has read before is forgotten. */
export function frameOf(frame: Frame, _: unknown, request: Request): Frame {
  readAnew(request)
  return frame
}
