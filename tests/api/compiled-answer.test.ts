import fc from 'fast-check'
import { execute, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { personViewer, tokenViewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import type { Frame } from '../../server/services/frame.ts'
import { makeRequest } from '../../server/services/request.ts'
import { watchEvents } from '../../server/services/watch.ts'
import { compiledAnswer } from '../../server/transport/compiled-answer.ts'
import { AnswerBook } from '../../server/transport/shared-answers.ts'
import { onDatabase } from '../support/database.ts'
import { companies } from './company.ts'
import { HAPPENED, happen } from './happenings.ts'
import { type RandomQuery, randomSubscriptions } from './random-query.ts'

onDatabase('PGlite', (open) => {
  const company = companies()

  test('any subscription is answered about any event as graphql-js answers it, or left to it where anything is refused', async () => {
    const all = await company(await open())
    await happen(all)
    const { baton } = all
    const frames = await framesOf(baton)
    const rita = personViewer(baton.directory.people.byKey('rita')!, 'session:1')
    const erp = tokenViewer({ id: 1, scopes: ['ORDERS_READ'] })
    const answered = { right: 0, wrong: 0 }
    const property = fc.asyncProperty(
      randomSubscriptions(schema, HAPPENED),
      fc.constantFrom(...frames),
      fc.constantFrom(rita, erp),
      async (asked, frame, viewer) => {
        fc.pre(validate(schema, parse(asked.query)).length === 0)
        const { written, told, isRight } = await both(asked, frame, [
          makeRequest(baton, viewer),
          makeRequest(baton, viewer),
        ])
        expect(written).toBe(isRight ? told : null)
        answered[isRight ? 'right' : 'wrong'] += 1
      },
    )
    await fc.assert(property, { numRuns: 200 })
    expect(answered.right).toBeGreaterThan(50)
    expect(answered.wrong).toBeGreaterThan(2)
  }, 120_000)

  test('subscriptions of more shapes than are compiled at a time are answered all the same, and make room when they end', async () => {
    const all = await company(await open())
    await happen(all)
    const [frame] = await framesOf(all.baton)
    const book = new AnswerBook({ baton: all.baton, report: () => {}, timeLimit: 10_000 }, 100)
    const viewer = tokenViewer({ id: 1, scopes: ['ORDERS_READ'] })
    const take = (alias: string) =>
      book.take({ schema, document: parse(`subscription { events { ${alias}: cursor } }`), operationName: null })
    const [first, second] = [take('a'), take('b')]
    expect([first, second, take('a')].map(({ isCompiled }) => isCompiled)).toEqual([true, false, true])
    for (const [alias, answers] of Object.entries({ a: first, b: second })) {
      const { payload } = await answers.of(frame!, viewer)
      expect(JSON.parse(payload)).toEqual({ data: { events: { [alias]: frame!.cursor } } })
    }
    book.release(first)
    expect(take('c').isCompiled).toBe(false)
    book.release(first)
    expect(take('d').isCompiled).toBe(true)
  })
})

/** What is compiled of it says, and what graphql-js says. */
async function both({ query, variables }: RandomQuery, frame: Frame, contexts: readonly [object, object]) {
  const args = { schema, document: parse(query), operationName: 'Q', variableValues: variables }
  const { errors, data } = await execute({ ...args, rootValue: frame, contextValue: contexts[0] })
  const written = await compiledAnswer(args)!.toEvent(frame, contexts[1])
  return { written, told: JSON.stringify({ data }), isRight: errors === undefined }
}

/** Of all that happened. */
async function framesOf(baton: Baton): Promise<Frame[]> {
  await baton.feed.tail.catchUp()
  const { head } = baton.feed.tail
  const viewer = tokenViewer({ id: 1, scopes: ['ADMIN'] })
  const frames: Frame[] = []
  for await (const frame of await watchEvents({ baton, viewer }, null, baton.feed.cursorAt(0))) {
    frames.push(frame)
    if (frame.place >= head) break
  }
  return frames
}
