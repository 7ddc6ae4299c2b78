import { Refusal } from '../domain/refusal.ts'

/** The field to name for each name that two things cannot have; the database tells which by its constraint. */
const FIELDS: Readonly<Record<string, string>> = {
  orders_number_unique: 'number',
  order_external_id_source_external_id_pk: 'externalId',
  customer_key_unique: 'key',
  requirement_department_id_key_version_unique: 'key',
  workflow_key_version_unique: 'key',
}

/** Throws CONFLICT where an error says that a name is taken, else the error itself. */
export function asRefusal(error: unknown): never {
  const field = FIELDS[constraintOf(error) ?? '']
  if (field === undefined) throw error
  throw new Refusal('CONFLICT', `${field}: there is one by that name already`, { field })
}

function constraintOf(error: unknown): string | undefined {
  const cause = (error as { cause?: unknown } | null)?.cause ?? error
  const { code, constraint, constraint_name: name } = (cause ?? {}) as Record<string, string | undefined>
  return code === '23505' ? (name ?? constraint) : undefined
}
