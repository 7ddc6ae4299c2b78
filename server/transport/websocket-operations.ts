import { randomUUID } from 'node:crypto'
import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { ServerOptions, SubscribePayload } from 'graphql-ws'
import { Refusal } from '../domain/refusal.ts'
import type { Baton } from '../services/baton.ts'
import { viewerNow } from '../services/credential.ts'
import { makeRequest, type Request } from '../services/request.ts'
import type { Authentication } from './authentication.ts'
import { type ErrorForm, errorForm, type Report } from './errors.ts'
import { LIMITS, limitRule } from './limits.ts'
import { subscribeEach } from './subscription.ts'
import { within } from './time-limit.ts'
import type { Opened, SocketContext } from './websocket-connection.ts'

export type Operations = {
  readonly baton: Baton
  readonly schema: GraphQLSchema
  readonly authenticated: Authentication
  readonly report: Report
  /** Milliseconds for a query, a mutation, or one event of a subscription. */
  readonly timeLimit: number
}

type Hooks = ServerOptions<Record<string, unknown>, Opened>

/** What a socket does with its operations: the same credentials, limits and form of errors as over HTTP. */
export function socketOperations(operations: Operations): Hooks {
  const form = (error: unknown): ErrorForm => errorForm(error, randomUUID(), operations.report)
  return {
    onConnect: (context) => connect(operations, context),
    onSubscribe: ({ extra }, _, payload) => prepare(operations, extra, payload),
    execute: (args) => executeWithin(operations.timeLimit, args),
    subscribe: (args) => subscribeEach(args, (event) => executeEvent(operations, args, event)),
    onNext: (_context, _id, _payload, _args, { errors, ...result }) =>
      errors ? { ...result, errors: errors.map(form) } : undefined,
    onError: (_context, _id, _payload, errors) => errors.map(form),
  }
}

/** A socket is bound to the credential of its `connection_init`, or else to the cookie of the request that opened it. */
async function connect({ authenticated }: Operations, { connectionParams, extra }: SocketContext): Promise<boolean> {
  const name = Object.keys(connectionParams ?? {}).find((key) => key.toLowerCase() === 'authorization')
  const authorization = name === undefined ? undefined : connectionParams?.[name]
  extra.authenticate = () => authenticated(extra.request.headers, authorization)
  try {
    await extra.authenticate()
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    extra.dismiss(error)
    return false
  }
}

/** The credential is looked at again for each operation: one that was revoked since starts nothing more. */
async function prepare(
  { baton, schema }: Operations,
  { authenticate }: Opened,
  { query, operationName, variables }: SubscribePayload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens })
    const errors = validate(schema, document, [...specifiedRules, limitRule])
    if (errors.length > 0) return errors
    const contextValue = makeRequest(baton, await authenticate!())
    return { schema, document, operationName, variableValues: variables, contextValue }
  } catch (error) {
    return [asGraphQL(error)]
  }
}

async function executeWithin(timeLimit: number, args: ExecutionArgs): Promise<ExecutionResult> {
  const result = await within(timeLimit, () => execute(args))
  return result instanceof Refusal ? { errors: [asGraphQL(result)] } : result
}

async function executeEvent(
  { baton, timeLimit }: Operations,
  args: ExecutionArgs,
  event: unknown,
): Promise<ExecutionResult> {
  const { viewer } = args.contextValue as Request
  const contextValue = makeRequest(baton, viewerNow(baton, viewer))
  return executeWithin(timeLimit, { ...args, rootValue: event, contextValue })
}

function asGraphQL(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}
