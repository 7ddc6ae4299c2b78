import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql'
import type { VariableValues } from './compiled-field.ts'
import { type CompiledQuery, compiledOrNull } from './compiled-query.ts'
import { LIMITS, limitRule, requireReadable } from './limits.ts'
import { Till, type Variables } from './operation-cost.ts'
import { SizedCache } from './sized-cache.ts'

/** How many characters of documents are kept, all together; the compiled ones take some fifty times as much memory. */
const KEPT = 256 * 1024
/** Versions of one document by what its @skip and @include say. */
const VERSIONS = 8

/**
 * The queries that are asked again and again: read, checked against the schema and the limits, and compiled once. What is no query, or
 * is wrong in any way, is not kept: whoever asks for it is answered, or refused, by Apollo.
 */
export class QueryCache {
  private readonly schema: GraphQLSchema
  private readonly limit: number
  private readonly known: SizedCache<KeptQuery | null>

  constructor(schema: GraphQLSchema, limit: number = KEPT) {
    this.schema = schema
    this.limit = limit
    this.known = new SizedCache(limit)
  }

  /** The query of this document and name; null where it is none that can be compiled. */
  find(document: string, operationName: string | null): KeptQuery | null {
    const key = `${operationName ?? ''}\n${document}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    if (key.length > this.limit) return null
    const fresh = keptQuery(this.schema, document, operationName)
    this.known.set(key, fresh)
    return fresh
  }

  /** How many characters are kept. */
  get kept(): number {
    return this.known.size
  }
}

/** A query whose document is valid and within the limits, whatever its variables are. */
export class KeptQuery {
  readonly operation: CompiledQuery['operation']
  private readonly schema: GraphQLSchema
  private readonly document: DocumentNode
  private readonly till: Till
  /** What it costs; null where that depends on variables. */
  private readonly cost: number | null
  /** The variables of its @skip and @include. */
  private readonly choices: readonly string[]
  private readonly versions = new Map<string, CompiledQuery>()

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: CompiledQuery['operation']) {
    this.schema = schema
    this.document = document
    this.operation = operation
    this.till = new Till(schema, document)
    this.cost = this.till.isFixed() ? this.till.costOf(operation, {}) : null
    this.choices = choicesIn(document)
  }

  /** As the limit of costs has it; the variables are those that came. */
  isAffordable(variables: Variables): boolean {
    return (this.cost ?? this.till.costOf(this.operation, variables)) <= LIMITS.cost
  }

  /** The query compiled for these variables, which are coerced; null where its directives cannot be followed. */
  compiled(variableValues: VariableValues): CompiledQuery | null {
    const chosen = this.choices.map((name) => [name, variableValues[name]] as const)
    const key = JSON.stringify(chosen)
    const known = this.versions.get(key)
    if (known) return known
    const fresh = compiledOrNull(this.schema, this.document, this.operation, Object.fromEntries(chosen))
    if (this.versions.size >= VERSIONS) this.versions.clear()
    if (fresh) this.versions.set(key, fresh)
    return fresh
  }
}

function keptQuery(schema: GraphQLSchema, text: string, operationName: string | null): KeptQuery | null {
  try {
    requireReadable(text)
    const document = parse(text)
    if (validate(schema, document, [...specifiedRules, limitRule]).length > 0) return null
    const operation = getOperationAST(document, operationName)
    return operation?.operation === OperationTypeNode.QUERY ? new KeptQuery(schema, document, operation) : null
  } catch {
    return null
  }
}

function choicesIn(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}
