import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionResult, type GraphQLSchema, getVariableValues } from 'graphql'
import type { CompiledQuery } from './compiled-query.ts'
import { errorForm, type Report } from './errors.ts'
import type { Variables } from './operation-cost.ts'
import { QueryCache } from './query-cache.ts'

/** A query as nearly every client posts it. */
type PlainQuery = {
  readonly query: string
  readonly operationName: string | null
  readonly variables: Variables
  /** The media type of the answer. */
  readonly type: string
}

type Prepared = { readonly compiled: CompiledQuery; readonly variableValues: Variables; readonly type: string }

const JSON_TYPE = 'application/json'
const TYPES: ReadonlySet<string> = new Set([JSON_TYPE, 'application/graphql-response+json'])

/**
 * Answers posted queries with what is compiled of them, in the bytes and headers in which Apollo would. Whatever is not plain, not right or
 * not a query is left to Apollo, which refuses in its own words.
 */
export class PlainQueries {
  private readonly schema: GraphQLSchema
  private readonly report: Report
  private readonly cache: QueryCache

  constructor(schema: GraphQLSchema, report: Report) {
    this.schema = schema
    this.report = report
    this.cache = new QueryCache(schema)
  }

  /** Null where the request is not for here, and where `contextOf` refuses it. */
  async answer(request: FastifyRequest, reply: FastifyReply, contextOf: () => Promise<object>): Promise<Buffer | null> {
    const prepared = this.prepare(request)
    const context = prepared && (await contextOf().catch(() => null))
    if (!prepared || !context) return null
    const result = await prepared.compiled.execute(context, prepared.variableValues)
    reply.header('content-type', `${prepared.type}; charset=utf-8`)
    // Given a text, Node would join it to the headers and encode both once more: that took longer than to make it.
    return Buffer.from(`${JSON.stringify(this.formed(result, request.id))}\n`)
  }

  private prepare(request: FastifyRequest): Prepared | null {
    const asked = plainQuery(request)
    if (!asked) return null
    const kept = this.cache.find(asked.query, asked.operationName)
    if (!kept?.isAffordable(asked.variables)) return null
    const { coerced } = getVariableValues(this.schema, kept.operation.variableDefinitions ?? [], asked.variables)
    const compiled = coerced && kept.compiled(coerced)
    return compiled ? { compiled, variableValues: coerced, type: asked.type } : null
  }

  private formed({ errors, data }: ExecutionResult, requestId: string): object {
    return errors ? { errors: errors.map((error) => errorForm(error, requestId, this.report)), data } : { data }
  }
}

function plainQuery({ method, body, headers }: FastifyRequest): PlainQuery | null {
  const type = method === 'POST' ? typeOf(headers.accept) : null
  const { query, operationName = null, variables = null, extensions = null } = (body ?? {}) as Record<string, unknown>
  if (type === null || typeof query !== 'string' || extensions !== null) return null
  if (operationName !== null && (typeof operationName !== 'string' || operationName === '')) return null
  return isRecord(variables) ? { query, operationName, variables: variables ?? {}, type } : null
}

function isRecord(value: unknown): value is Variables | null {
  return typeof value === 'object' && !Array.isArray(value)
}

/** The first that is taken of a list without preferences; null where there is more to weigh. */
function typeOf(accept: string | undefined): string | null {
  if (accept === undefined || accept === '' || accept === '*/*') return JSON_TYPE
  if (/[*;]/.test(accept)) return null
  return accept.split(/ *, */).find((type) => TYPES.has(type)) ?? null
}
