import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { type Database, rows } from '../../server/storage/database.ts'
import { numberEvents } from '../../server/storage/numberer.ts'
import type { Asking, Company } from './company.ts'

type Variables = Record<string, unknown>
/** A request; variables that need what the test has placed are made when it is sent. */
export type Asked = {
  readonly who: Asking
  readonly query: string
  readonly variables: Variables | (() => Variables)
}

/** `told` is the code and the field of the refusal, e.g. `BAD_USER_INPUT input.reason`; `more` is what else it tells. */
export type Bad = readonly [what: string, told: string, message: RegExp, asked: Asked, more?: object]

/** One test a row: it is refused with this code, field and message alone, and nothing at all is written. */
export function refuses(company: () => Company, bad: readonly Bad[]): void {
  const each = bad.map(([what, told, message, asked, more = {}]) => [what, told, message, asked, more] as const)
  test.each(each)('%s is %s', async (_, told, message, asked, more) => {
    const before = await written(company().baton.database)
    const { data, errors } = await send(company(), asked)
    const [code, field] = told.split(' ')
    expect(errors).toHaveLength(1)
    expect(errors![0]!.extensions).toMatchObject({ code, field, ...more })
    expect(errors![0]!.message).toMatch(message)
    expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true)
    expect(await written(company().baton.database)).toEqual(before)
  })
}

export function send(company: Company, { who, query, variables }: Asked) {
  return company.ask(who, query, typeof variables === 'function' ? variables() : variables)
}

/** A mutation with this input, which only its payload's name is asked of. */
export function does(who: Asking, mutation: string, input: Variables | (() => Variables)): Asked {
  const type = schema.getMutationType()!.getFields()[mutation]!.args[0]!.type
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { __typename } }`
  return { who, query, variables: () => ({ input: typeof input === 'function' ? input() : input }) }
}

/** How many rows each table has and what they hold, the numbers of the log's events included; not when a token was last used. */
export async function written(database: Database): Promise<readonly object[]> {
  await numberEvents(database)
  const tables = await rows<{ name: string }>(
    database.pool,
    sql`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const counts = tables.map(({ name }) => {
    const row = sql`(to_jsonb(row) - 'last_used_at')::text`
    const digest = sql`md5(coalesce(string_agg(${row}, ' ' order by ${row}), ''))`
    return sql`select ${name} as name, count(*)::int as rows, ${digest} as digest from ${sql.identifier(name)} as row`
  })
  return rows(database.pool, sql.join(counts, sql` union all `))
}
