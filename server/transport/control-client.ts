import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Refusal, type RefusalCode, type RefusalDetails } from '../domain/refusal.ts'
import type { Command, Result } from './commands.ts'

type Answer = {
  readonly progress?: string
  readonly result?: unknown
  readonly refusal?: { readonly code: RefusalCode; readonly message: string; readonly details: RefusalDetails }
  readonly failure?: string
}

/** Nobody takes commands at the socket: its owner is starting, stopping or gone. */
export class NotListening extends Error {}

/**
 * Has the Baton that listens on `path` run a command and returns its result. Throws what it refuses as a `Refusal`, and `NotListening`
 * where nothing has been begun.
 */
export async function sendCommand<C extends Command>(
  path: string,
  command: C,
  progress: (line: string) => void,
): Promise<Result<C>> {
  const socket = connect(path)
  const connected = Promise.withResolvers<void>()
  socket.once('connect', connected.resolve).once('error', (error) => connected.reject(inWords(error)))
  await connected.promise
  socket.on('error', () => {})
  try {
    socket.write(`${JSON.stringify(command)}\n`)
    for await (const line of createInterface({ input: socket })) {
      const answer: Answer = JSON.parse(line)
      if (answer.progress !== undefined) progress(answer.progress)
      else return resultOf(answer) as Result<C>
    }
    throw new Error('Baton ended before it answered; whether the command was carried out is not known')
  } finally {
    socket.destroy()
  }
}

function resultOf({ result, refusal, failure }: Answer): unknown {
  if (refusal) throw new Refusal(refusal.code, refusal.message, refusal.details)
  if (failure !== undefined) throw new Error(failure)
  return result
}

function inWords(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? new NotListening(error.message) : error
}
