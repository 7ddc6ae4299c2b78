import { createApiToken } from '../../server/services/credential.ts'
import { openPostgres } from '../../server/storage/database.ts'

const NAME = 'comparison'

/** Makes `count` API tokens in the database: of an integration that reads orders, or of as many people, each of whom sees what is theirs. */
export async function makeTokens(
  databaseUrl: string,
  of: 'integration' | readonly number[],
  count = 1,
): Promise<string[]> {
  const people = of === 'integration' ? Array.from({ length: count }, () => null) : of
  const database = await openPostgres(databaseUrl, { connections: 1 })
  try {
    return await database.transaction(async (tx) => {
      const secrets: string[] = []
      for (const personId of people) {
        const scopes = personId === null ? (['ORDERS_READ'] as const) : []
        secrets.push((await createApiToken(tx, { name: NAME, scopes, personId }, Date.now())).secret)
      }
      return secrets
    })
  } finally {
    await database.close()
  }
}
