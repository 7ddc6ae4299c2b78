import { type ExecutionArgs, getOperationAST, getVariableValues } from 'graphql'
import type { VariableValues } from './compiled-field.ts'
import { type CompiledQuery, compiledOrNull } from './compiled-query.ts'

/** What a subscription of these variables says of each event, compiled. */
export class CompiledAnswer {
  private readonly compiled: CompiledQuery
  private readonly variableValues: VariableValues

  constructor(compiled: CompiledQuery, variableValues: VariableValues) {
    this.compiled = compiled
    this.variableValues = variableValues
  }

  /** What graphql-js would answer, as JSON; null where anything at all goes wrong. */
  async toEvent(event: unknown, context: unknown): Promise<string | null> {
    const data = await this.compiled.write(context, this.variableValues, event)
    return data && `{"data":${data.length === 1 ? data[0] : Buffer.concat(data)}}`
  }
}

/** Null where only graphql-js can answer. */
export function compiledAnswer({
  schema,
  document,
  operationName,
  variableValues,
}: ExecutionArgs): CompiledAnswer | null {
  const operation = getOperationAST(document, operationName)!
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {})
  const compiled = coerced && compiledOrNull(schema, document, operation, coerced)
  return compiled ? new CompiledAnswer(compiled, coerced) : null
}
