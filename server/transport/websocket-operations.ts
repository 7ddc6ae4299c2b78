import { randomUUID } from 'node:crypto'
import type { ExecutionArgs, GraphQLError } from 'graphql'
import type { ServerOptions, SubscribePayload } from 'graphql-ws'
import { Refusal } from '../domain/refusal.ts'
import { asGraphQL, type ErrorForm, errorForm } from './errors.ts'
import { exceeded, LIMITS } from './limits.ts'
import { executeOne, type Operations, prepare } from './operations.ts'
import { type Subscribing, subscribeOne } from './subscription.ts'
import type { Opened, SocketContext } from './websocket-connection.ts'

type Hooks = ServerOptions<Record<string, unknown>, Opened>

/** What a socket does with its operations: the same credentials, limits and form of errors as over HTTP. */
export function socketOperations(operations: Operations): Hooks {
  const form = (error: unknown): ErrorForm => errorForm(error, randomUUID(), operations.report)
  return {
    onConnect: (context) => connect(operations, context),
    onSubscribe: (context, id, payload) => prepareOn(operations, context, id, payload),
    execute: (args) => executeOne(operations, args),
    subscribe: (args) => subscribeOne(operations, args as Subscribing),
    onNext: (_context, _id, _payload, _args, { errors, ...rest }) =>
      errors ? { ...rest, errors: errors.map(form) } : undefined,
    onError: (_context, _id, _payload, errors) => errors.map(form),
  }
}

/** A socket is bound to the credential of its `connection_init`, or else to the cookie of the request that opened it. */
async function connect(operations: Operations, { connectionParams, extra }: SocketContext): Promise<boolean> {
  const name = Object.keys(connectionParams ?? {}).find((key) => key.toLowerCase() === 'authorization')
  const authorization = name === undefined ? undefined : connectionParams?.[name]
  extra.authenticate = () => operations.authenticated(extra.headers, authorization)
  try {
    const viewer = await extra.authenticate()
    extra.atEnd(operations.sockets.enter(viewer, extra.address))
    extra.atEnd(operations.baton.credentials.hold(viewer, extra.dismiss))
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    extra.dismiss(error)
    return false
  }
}

/** The credential is looked at again for each operation: one that was revoked since starts nothing more. */
async function prepareOn(
  operations: Operations,
  { extra, subscriptions }: SocketContext,
  id: string,
  payload: SubscribePayload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const count = Object.keys(subscriptions).length
  if (count > LIMITS.subscriptions) return [asGraphQL(exceeded('subscriptions', LIMITS.subscriptions, count))]
  return prepare(operations, payload, { viewer: () => extra.authenticate!(), reader: extra.reader(id) })
}
