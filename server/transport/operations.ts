import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { badInput, Refusal } from '../domain/refusal.ts'
import { mayAlike, type Viewer } from '../domain/visibility.ts'
import type { Baton } from '../services/baton.ts'
import { viewerNow } from '../services/credential.ts'
import { type Frame, isFrame } from '../services/feed.ts'
import { makeRequest, type Request } from '../services/request.ts'
import type { Authentication } from './authentication.ts'
import type { Report } from './errors.ts'
import { limitRule, requireAffordable, requireReadable } from './limits.ts'
import type { Outbox } from './outbox.ts'
import type { SocketCount } from './socket-count.ts'
import { subscribeEach } from './subscription.ts'
import { within } from './time-limit.ts'

/** What the transports that pass Apollo by need: WebSocket and server-sent events. */
export type Operations = {
  readonly baton: Baton
  readonly schema: GraphQLSchema
  readonly authenticated: Authentication
  readonly report: Report
  readonly sockets: SocketCount
  /** Milliseconds for a query, a mutation, or one event of a subscription. */
  readonly timeLimit: number
}

export type Payload = {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation that may be carried out; its answers go to this outbox. */
type Prepared = ExecutionArgs & { readonly outbox: Outbox }

/** Frames by the answers that they became. */
const frames = new WeakMap<object, Frame>()

export function frameOf(result: object): Frame | null {
  return frames.get(result) ?? null
}

/** Reads an operation and holds it to the limits. `resume` may change the document by where the viewer has come to. */
export async function prepare(
  { baton, schema }: Operations,
  { query, operationName, variables }: Payload,
  connection: { readonly viewer: () => Promise<Viewer>; readonly outbox: Outbox },
  resume: (document: DocumentNode) => DocumentNode = (document) => document,
): Promise<Prepared | readonly GraphQLError[]> {
  try {
    requireReadable(query)
    const document = parse(query)
    const errors = validate(schema, document, [...specifiedRules, limitRule])
    if (errors.length > 0) return errors
    if (!getOperationAST(document, operationName)) throw badInput('operationName', 'names no operation', operationName)
    requireAffordable(schema, document, operationName, variables)
    const contextValue = makeRequest(baton, await connection.viewer())
    const rest = { operationName: operationName ?? null, variableValues: variables ?? null, outbox: connection.outbox }
    return { schema, document: resume(document), contextValue, ...rest }
  } catch (error) {
    return [asGraphQL(error)]
  }
}

/** Answers a query or mutation, when the reader has taken the answers before. */
export async function executeOne({ timeLimit }: Operations, args: ExecutionArgs): Promise<ExecutionResult> {
  await (args as Prepared).outbox.calm()
  return executeWithin(timeLimit, args)
}

export function subscribeOne(operations: Operations, args: ExecutionArgs) {
  return subscribeEach(args, async (event) => {
    if (isFrame(event) && !event.isLive) await (args as Prepared).outbox.calm()
    return executeEvent(operations, args, event)
  })
}

/** Null when the viewer may see nothing of the event by now. What changed while it was executed is looked at again. */
async function executeEvent(
  { baton, timeLimit }: Operations,
  args: ExecutionArgs,
  event: unknown,
): Promise<ExecutionResult | null> {
  const { viewer } = args.contextValue as Request
  for (;;) {
    const now = viewerNow(baton, viewer)
    const frame = isFrame(event) ? await baton.feed.seenNow(now, event) : null
    if (isFrame(event) && frame === null) return null
    const contextValue = makeRequest(baton, now)
    const result = await executeWithin(timeLimit, { ...args, rootValue: frame ?? event, contextValue })
    if (!mayAlike(now, viewerNow(baton, viewer))) continue
    if (frame) frames.set(result, frame)
    return result
  }
}

async function executeWithin(timeLimit: number, args: ExecutionArgs): Promise<ExecutionResult> {
  const result = await within(timeLimit, () => execute(args))
  return result instanceof Refusal ? { errors: [asGraphQL(result)] } : result
}

export function asGraphQL(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}
