import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { rows } from '../../server/storage/database.ts'
import { eachDatabase } from '../support/database.ts'

describe('a database of either kind', () => {
  eachDatabase((open) => {
    test('counts its days in UTC, whatever the machine does', async () => {
      const { pool } = await open()
      expect(await rows(pool, sql`select current_setting('TimeZone') as zone`)).toEqual([{ zone: 'UTC' }])
    })

    test('sorts by code point, so that a page ends at the same row on both', async () => {
      const { pool } = await open()
      const sorted = await rows<{ word: string }>(
        pool,
        sql`select word from unnest(array['b', 'A', 'ä', 'a', '受', 'B']) as word order by word`,
      )
      expect(sorted.map((row) => row.word).join('')).toBe('ABabä受')
    })

    test('is a fresh one each time', async () => {
      const [first, second] = [await open(), await open()]
      await first.pool.execute(sql`insert into product (sku, name) values ('P1', 'Pump')`)
      expect(await rows(first.pool, sql`select sku from product`)).toEqual([{ sku: 'P1' }])
      expect(await rows(second.pool, sql`select sku from product`)).toEqual([])
    })

    test('undoes a transaction that fails', async () => {
      const database = await open()
      const failing = database.transaction(async (tx) => {
        await tx.execute(sql`insert into product (sku, name) values ('P1', 'Pump')`)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await rows(database.pool, sql`select sku from product`)).toEqual([])
    })

    test('has whoever listens hear what is said', async () => {
      const database = await open()
      const heard = Promise.withResolvers<string>()
      await database.listen('tests', (said) => said && heard.resolve(said))
      await database.together([{ text: `select pg_notify('tests', 'seven')` }])
      expect(await heard.promise).toBe('seven')
    })

    test('gives the rows of each of the statements that go out together, and none of what gives none', async () => {
      const { together } = await open()
      const all = (...texts: string[]) => texts.map((text) => ({ text }))
      expect(await together(all('select 1'))).toEqual([[[1]]])
      expect(await together(all(`select 1, 'a'`, 'select 2 where false', 'values (3), (4)'), all('select 5'))).toEqual([
        [[1, 'a']],
        [],
        [[3], [4]],
        [[5]],
      ])
      expect(await together(all('notify tests', 'select 2'))).toEqual([[], [[2]]])
      expect(await together([], [{ text: 'select $1::text::int + $2::text::int', values: ['3', '4'] }])).toEqual([
        [[7]],
      ])
      expect(await together([])).toEqual([])
    })

    test('makes one transaction of those that go out together, and what is read after it sees it done', async () => {
      const { together } = await open()
      const [mine, same, insert, after] = await together(
        [
          { text: 'select txid_current()::text' },
          { text: 'select txid_current()::text' },
          { text: `insert into product (sku, name) values ('P1', 'Pump')` },
        ],
        [{ text: 'select sku, (xmin::text = (txid_current() % 4294967296)::text) from product' }],
      )
      expect([mine, insert]).toEqual([same, []])
      expect(after).toEqual([['P1', false]])
    })

    test('undoes the statements that go out together if one fails, and goes on', async () => {
      const { pool, together } = await open()
      const insert = { text: `insert into product (sku, name) values ('P1', 'Pump')` }
      await expect(together([insert, { text: 'select 1 / 0' }], [{ text: 'select 1' }])).rejects.toThrow(
        'division by zero',
      )
      expect(await together([], [{ text: 'select sku from product' }])).toEqual([[]])
      expect(await rows(pool, sql`select sku from product`)).toEqual([])
    })
  })
})
