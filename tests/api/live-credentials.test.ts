import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { personViewer } from '../../server/domain/visibility.ts'
import { onDatabase } from '../support/database.ts'
import { type Company, companies } from './company.ts'

onDatabase('PGlite', (open) => {
  const company = companies()
  let baton: Company['baton']
  beforeAll(async () => {
    ;({ baton } = await company(await open()))
  })

  test('what stands open for a person ends when the directory knows them no more, be the credential as good as it was', async () => {
    const { credentials, directory, database } = baton
    await database.pool.execute(
      sql`insert into person (key, name, is_admin, is_rep) values ('gus', 'Gus', false, false), ('ivy', 'Ivy', false, false)`,
    )
    await directory.refresh()
    const ended: string[] = []
    const hold = (key: string) =>
      credentials.hold(personViewer(directory.people.byKey(key)!, 'test'), ({ code }) => ended.push(`${key} ${code}`))
    hold('gus')
    hold('ivy')
    await credentials.check()
    await credentials.check()
    expect(ended).toEqual([])
    await database.pool.execute(sql`delete from person where key = 'gus'`)
    await directory.refresh()
    await credentials.check()
    await credentials.check()
    expect(ended).toEqual(['gus UNAUTHENTICATED'])
  })
})
