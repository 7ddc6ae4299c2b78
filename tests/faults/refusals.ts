import { request } from 'node:http'
import { Socket } from '../api/socket.ts'

export type Told = {
  readonly code: string
  readonly field?: string
  readonly limit?: unknown
  readonly actual?: unknown
}
/** What came back: all of its text, and the first refusal in it. */
export type Refused = { readonly text: string; readonly told: Told | undefined }
export type Payload = {
  readonly query: string
  readonly variables?: object
  readonly operationName?: string
}
/** Sends one operation and gives what it was refused with. */
export type Transport = (url: string, payload: Payload, headers?: Record<string, string>) => Promise<Refused>

export const TRANSPORTS: Readonly<Record<string, Transport>> = {
  HTTP: (url, payload, headers) => posted(`${url}/graphql`, JSON.stringify(payload), headers),
  WebSocket: overSocket,
  SSE: (url, payload, headers) => posted(`${url}/graphql/stream`, JSON.stringify(payload), headers),
}

export async function posted(
  address: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Refused> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const given = { 'content-type': 'application/json', accept: acceptFor(address), ...headers }
  const asked = request(address, { method: 'POST', headers: given }, (response) => {
    response.toArray().then((chunks) => resolve(Buffer.concat(chunks).toString()), reject)
  })
  asked.on('error', reject)
  // A body said to be longer than it is is never ended: the answer must not wait for the rest.
  if (headers['content-length'] === undefined) asked.end(body)
  else asked.write(body)
  const text = await promise
  asked.destroy()
  return refusedIn(text)
}

export async function got(address: string, headers: Record<string, string> = {}): Promise<Refused> {
  const response = await fetch(address, { headers: { accept: acceptFor(address), ...headers } })
  return refusedIn(await response.text())
}

async function overSocket(url: string, payload: Payload, headers?: Record<string, string>): Promise<Refused> {
  const socket = await Socket.connected(url, headers)
  socket.send({ id: '1', type: 'subscribe', payload })
  const message = await socket.next()
  socket.close()
  const errors = message.type === 'error' ? message.payload : (message.payload as { errors: unknown }).errors
  return refusedIn(JSON.stringify({ errors }))
}

function acceptFor(address: string): string {
  return address.includes('/graphql/stream') ? 'text/event-stream' : 'application/json'
}

function refusedIn(text: string): Refused {
  const json = /^data: (.*)$/m.exec(text)?.[1] ?? text
  const { errors } = JSON.parse(json) as { errors?: { extensions: Told }[] }
  return { text, told: errors?.[0]?.extensions }
}
