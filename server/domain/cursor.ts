import { Refusal } from './refusal.ts'

/** A place in the feed: after the event with this number. The epoch names the log that the number counts in. */
export type Cursor = { readonly epoch: string; readonly seq: number }

const FORM = /^([0-9a-f]{12})\.(0|[1-9]\d{0,15})$/

export function formatCursor({ epoch, seq }: Cursor): string {
  return Buffer.from(`${epoch}.${seq}`).toString('base64url')
}

/**
 * Reads a cursor back. CURSOR_INVALID: not one of Baton's; CURSOR_EPOCH: one of another log (a copy, a restore); CURSOR_AHEAD: a
 * place that this log has not reached. `head` is the number of the last event.
 */
export function parseCursor(field: string, text: string, { epoch, seq: head }: Cursor): number {
  const decoded = Buffer.from(text, 'base64url').toString('latin1')
  const found = FORM.exec(decoded)
  const isCanonical = found !== null && Buffer.from(decoded, 'latin1').toString('base64url') === text
  if (!found || !isCanonical) throw refuse('CURSOR_INVALID', field, 'is no cursor of this feed', text)
  if (found[1] !== epoch)
    throw refuse('CURSOR_EPOCH', field, 'belongs to another log; read the state anew and go on from its head', text)
  const seq = Number(found[2])
  if (seq > head) throw refuse('CURSOR_AHEAD', field, 'lies beyond the head of this feed', text)
  return seq
}

function refuse(
  code: 'CURSOR_INVALID' | 'CURSOR_EPOCH' | 'CURSOR_AHEAD',
  field: string,
  problem: string,
  value: string,
) {
  return new Refusal(code, `${field}: ${problem}`, { field, value: value.slice(0, 120) })
}
