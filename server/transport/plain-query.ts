import type { FastifyReply, FastifyRequest } from 'fastify'
import { type GraphQLSchema, getVariableValues } from 'graphql'
import type { CompiledQuery } from './compiled-query.ts'
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

const BEFORE = Buffer.from('{"data":')
const AFTER = Buffer.from('}\n')
const JSON_TYPE = 'application/json'
const TYPES: ReadonlySet<string> = new Set([JSON_TYPE, 'application/graphql-response+json'])

/**
 * Answers posted queries with what is compiled of them, in the bytes and headers in which Apollo would. Whatever is not plain, not a query
 * or does not go well in every part is left to Apollo, which tells the errors.
 */
export class PlainQueries {
  private readonly schema: GraphQLSchema
  private readonly cache: QueryCache

  constructor(schema: GraphQLSchema) {
    this.schema = schema
    this.cache = new QueryCache(schema)
  }

  /** Null where there is no such answer, and where `contextOf` refuses the request. */
  async answer(request: FastifyRequest, reply: FastifyReply, contextOf: () => Promise<object>): Promise<Buffer | null> {
    const prepared = this.prepare(request)
    const context = prepared && (await contextOf().catch(() => null))
    const data = context && (await prepared.compiled.write(context, prepared.variableValues))
    if (!data) return null
    reply.header('content-type', `${prepared.type}; charset=utf-8`)
    return Buffer.concat([BEFORE, ...data, AFTER])
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
