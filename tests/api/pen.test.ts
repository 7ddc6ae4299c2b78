import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pen } from '../../server/transport/pen.ts'
import { Sheet, Writing } from '../../server/transport/sheet.ts'

/** What the work leaves on a sheet. */
function written(pen: Pen, work: (pen: Pen) => void): string {
  const sheet = new Sheet()
  pen.take(new Writing(null, {}), sheet)
  work(pen)
  pen.put()
  return Buffer.concat(sheet.whole()).toString()
}

const strings = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60_000 }))
const halves = fc.constantFrom('\ud800', 'a\udc00b', '\u0000\u001f"\\\u007f\u2028é', '')

test('a string is written as JSON.stringify writes it, whatever stands in it', () => {
  const pen = new Pen()
  fc.assert(
    fc.property(fc.array(fc.oneof(strings, halves)), (texts) => {
      const all = written(pen, () => {
        for (const text of texts) pen.text(text)
      })
      expect(all).toBe(texts.map((text) => JSON.stringify(text)).join(''))
    }),
  )
})

test('a whole number is written in full, the largest and the least too', () => {
  const pen = new Pen()
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(written(pen, () => pen.integer(number))).toBe(String(number))
    }),
  )
  for (const number of [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    expect(written(pen, () => pen.integer(number))).toBe(String(number))
})

test('an answer is whole however much larger it is than the room of the pen', () => {
  const pen = new Pen()
  const long = 'ä'.repeat(500_000)
  const piece = new Uint8Array(100_000).fill(0x20)
  for (const _ of ['grown', 'and given back']) {
    const all = written(pen, () => {
      pen.raw(piece)
      pen.text(long)
      pen.json('[true]')
    })
    expect(all).toBe(`${' '.repeat(100_000)}"${long}"[true]`)
  }
})

test('what was begun and given up stands in no answer', () => {
  const pen = new Pen()
  pen.take(new Writing(null, {}), new Sheet())
  pen.text('given up')
  expect(written(pen, () => pen.text('kept'))).toBe('"kept"')
})
