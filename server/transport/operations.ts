import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { badInput, Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Baton } from '../services/baton.ts'
import { makeRequest } from '../services/request.ts'
import type { Authentication } from './authentication.ts'
import { asGraphQL, type Report } from './errors.ts'
import { limitRule, requireAffordable, requireReadable } from './limits.ts'
import type { AnswerBook } from './shared-answers.ts'
import { SizedCache } from './sized-cache.ts'
import type { SocketCount } from './socket-count.ts'
import type { Reader } from './subscription.ts'
import { within } from './time-limit.ts'

/** What the transports that pass Apollo by need: WebSocket and server-sent events. */
export type Operations = {
  readonly baton: Baton
  readonly schema: GraphQLSchema
  readonly authenticated: Authentication
  readonly report: Report
  readonly sockets: SocketCount
  readonly documents: Documents
  readonly answers: AnswerBook
  /** Milliseconds for a query, a mutation, or one event of a subscription. */
  readonly timeLimit: number
}

export type Payload = {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation that may be carried out for this viewer; its answers go to this reader. */
export type Prepared = ExecutionArgs & { readonly viewer: Viewer; readonly reader: Reader }

/** How many characters of documents are kept that were read and found good. */
const KEPT_DOCUMENTS = 256 * 1024

/** The documents that are good: each is read, and held against the schema and the limits, once. */
export class Documents {
  private readonly schema: GraphQLSchema
  private readonly known = new SizedCache<DocumentNode>(KEPT_DOCUMENTS)

  constructor(schema: GraphQLSchema) {
    this.schema = schema
  }

  read(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.known.get(query)
    if (known) return known
    requireReadable(query)
    const document = parse(query)
    const errors = validate(this.schema, document, [...specifiedRules, limitRule])
    if (errors.length > 0) return errors
    this.known.set(query, document)
    return document
  }
}

/** Reads an operation and holds it to the limits. `resume` may change the document by where the viewer has come to. */
export async function prepare(
  { schema, documents }: Operations,
  { query, operationName, variables }: Payload,
  connection: { readonly viewer: () => Promise<Viewer>; readonly reader: Reader },
  resume: (document: DocumentNode) => DocumentNode = (document) => document,
): Promise<Prepared | readonly GraphQLError[]> {
  try {
    const document = documents.read(query)
    if (!('kind' in document)) return document
    if (!getOperationAST(document, operationName)) throw badInput('operationName', 'names no operation', operationName)
    requireAffordable(schema, document, operationName, variables)
    const args = { schema, document: resume(document), operationName: operationName ?? null }
    const asked = { variableValues: variables ?? null, contextValue: null }
    return { ...args, ...asked, viewer: await connection.viewer(), reader: connection.reader }
  } catch (error) {
    return [asGraphQL(error)]
  }
}

/** Answers a query or mutation, when the reader has taken the answers before. */
export async function executeOne({ baton, timeLimit }: Operations, args: ExecutionArgs): Promise<ExecutionResult> {
  const { viewer, reader, ...asked } = args as Prepared
  await reader.outbox.calm()
  const result = await within(timeLimit, () => execute({ ...asked, contextValue: makeRequest(baton, viewer) }))
  return result instanceof Refusal ? { errors: [asGraphQL(result)] } : result
}
