import type { Task } from '../documents/queue-documents.ts'

/** As the server has the queue: by promised date, none last, then by how long it has been ready. */
export function compareUrgency(one: Task, other: Task): number {
  return (
    compare(one.order.promisedDate ?? '9999', other.order.promisedDate ?? '9999') ||
    compare(one.readyAt ?? '', other.readyAt ?? '') ||
    compare(one.order.number, other.order.number)
  )
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
