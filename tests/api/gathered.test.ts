import { expect, test } from 'vitest'
import { Gathered } from '../../server/services/gathered.ts'

/** What is asked for, and how to answer it. */
type Asked = { readonly keys: readonly string[]; readonly answered: PromiseWithResolvers<ReadonlyMap<string, number>> }

function desk() {
  const asked: Asked[] = []
  const gathered = new Gathered<string, number>((keys) => {
    const answered = Promise.withResolvers<ReadonlyMap<string, number>>()
    asked.push({ keys, answered })
    return answered.promise
  })
  return { asked, gathered }
}

test('who asks while a statement is under way is answered by the next, with all others who came meanwhile', async () => {
  const { asked, gathered } = desk()
  const first = gathered.load('a')
  const later = [gathered.load('a'), gathered.load('b'), gathered.load('b')]
  expect(asked.map(({ keys }) => keys)).toEqual([['a']])
  asked[0]!.answered.resolve(new Map([['a', 1]]))
  expect(await first).toBe(1)
  await Promise.resolve()
  expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['a', 'b']])
  asked[1]!.answered.resolve(new Map([['b', 2]]))
  expect(await Promise.all(later)).toEqual([null, 2, 2])
})

test('a statement that fails is refused to those who asked for it alone', async () => {
  const { asked, gathered } = desk()
  const first = gathered.load('a')
  const later = gathered.load('a')
  asked[0]!.answered.reject(new Error('cut'))
  await expect(first).rejects.toThrow('cut')
  asked[1]!.answered.resolve(new Map([['a', 1]]))
  expect(await later).toBe(1)
})
