import { describe, expect, test } from 'vitest'
import { readTable } from '../../server/interop/csv.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { refusedLater } from '../domain/refused.ts'
import { inPieces } from './logs.ts'

const utf16 = (text: string, swap: boolean) => {
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return new Uint8Array(swap ? little.swap16() : little)
}

async function read(content: string | Uint8Array, delimiter = ',', size?: number) {
  const rows = new RefusedRows()
  const table = await readTable({ name: 'log.csv', bytes: inPieces(content, size) }, delimiter, rows)
  return { ...table, refused: rows.rows }
}

describe('a CSV file that cannot be read is refused by name', () => {
  const cases: readonly [string, string | Uint8Array, string][] = [
    ['an empty file', '', 'log.csv: is empty'],
    ['nothing but a byte order mark', '\ufeff', 'log.csv: is empty'],
    ['a heading without rows', 'order,step\n', 'log.csv: holds a heading but no rows'],
    ['blank lines instead of rows', 'order,step\n\n\r\n\n', 'log.csv: holds a heading but no rows'],
    ['a name twice in the heading', 'order,step,order\n1,2,3\n', 'log.csv row 1, order: is the name of two columns'],
    ['two columns without a name', 'order,,\n1,2,3\n', 'log.csv row 1, (no name): is the name of two columns'],
    ['__proto__ in the heading', 'order,__proto__\n1,2\n', 'log.csv row 1, __proto__: is no name for a column'],
    ['constructor in the heading', 'constructor,step\n1,2\n', 'log.csv row 1, constructor: is no name for a column'],
    ['prototype in the heading', 'a,"prototype "\n1,2\n', 'log.csv row 1, prototype: is no name for a column'],
    ['an unterminated quote', 'a,b\n1,2\n3,"4\n5,6\n', 'log.csv row 3: begins a quote that is never closed'],
    ['text after a closing quote', 'a,b\n1,"2"3\n', 'log.csv row 2: goes on after a closing quote'],
    ['a quote inside of a cell', 'a,b\n1,2"3\n', 'log.csv row 2: has a quote inside of a cell'],
    [
      'bytes that are not UTF-8',
      new Uint8Array([97, 10, 98, 10, 0xe9, 10]),
      'log.csv row 3: holds bytes that are not utf-8',
    ],
    ['half a character of UTF-16', utf16('a,b\n1,\ud83d\n', false), 'log.csv row 2: holds bytes that are not utf-16le'],
    ['NUL', 'a,b\n1,2\n3,\0\n', 'log.csv row 3: holds the character NUL'],
    [
      'UTF-16 without a mark',
      new Uint8Array(Buffer.from('a,b\n1,2\n', 'utf16le')),
      'log.csv row 1: holds the character NUL',
    ],
  ]
  test.each(cases)('%s', async (_, content, message) => {
    const refusal = await refusedLater(read(content))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(refusal.message).toContain(message)
    expect(refusal.field).toContain('log.csv')
  })

  test('a row of more than a million characters', async () => {
    const refusal = await refusedLater(read(`a,b\n1,2\n3,"${'x'.repeat(2 ** 20 + 9)}`))
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'log.csv row 3', limit: 2 ** 20 })
    expect(refusal.message).toContain('is a quote never closed?')
  })

  test('bytes that are not UTF-8, by their row, wherever the pieces part the file', async () => {
    const content = Buffer.concat([Buffer.from('a,b\r\n見積,2\r\n3,'), Buffer.from([0xe8, 0xa6]), Buffer.from('\r\n')])
    for (let size = 1; size <= content.length; size++) {
      const refusal = await refusedLater(read(content, ',', size))
      expect(refusal.message).toBe('log.csv row 3: holds bytes that are not utf-8')
    }
  })

  test('every ragged row, while the others are read', async () => {
    const table = await read('a,b\n1,2\n3\n4,5\n6,7,8\n')
    expect(table.rows.map((row) => row.number)).toEqual([2, 4])
    expect(table.refused).toEqual([
      { row: 3, code: 'BAD_USER_INPUT', message: 'log.csv row 3: has 1 cells where the heading has 2' },
      { row: 5, code: 'BAD_USER_INPUT', message: 'log.csv row 5: has 3 cells where the heading has 2' },
    ])
  })
})

describe('a CSV file is read', () => {
  const content = 'number,step\nA-1,見積\nA-2,"x, ""y"""\n'
  const expected = [
    ['A-1', '見積'],
    ['A-2', 'x, "y"'],
  ]
  test.each<[string, string | Uint8Array]>([
    ['in UTF-8', content],
    ['in UTF-8 with a byte order mark', `\ufeff${content}`],
    ['in little-endian UTF-16', utf16(content, false)],
    ['in big-endian UTF-16', utf16(content, true)],
    ['with lines that end in CRLF', content.replaceAll('\n', '\r\n')],
    ['with lines that end in CR', content.replaceAll('\n', '\r')],
    ['without an end of line at its end', content.trimEnd()],
  ])('%s', async (_, file) => {
    const { header, rows } = await read(file)
    expect(header).toEqual(['number', 'step'])
    expect(rows.map((row) => row.cells)).toEqual(expected)
  })

  test('the same in pieces of any size, whatever character they part', async () => {
    const text = '\ufeffnumber,step\r\nA-1,見積😀\r\nA-2,é\r\n'
    for (const file of [new TextEncoder().encode(text), utf16(text.slice(1), false), utf16(text.slice(1), true)])
      for (let size = 1; size <= file.length; size++) {
        const { header, rows } = await read(file, ',', size)
        expect(header).toEqual(['number', 'step'])
        expect(rows.map((row) => row.cells)).toEqual([
          ['A-1', '見積😀'],
          ['A-2', 'é'],
        ])
      }
  })

  test('with its rows numbered as a spreadsheet does, whatever is blank or broken over lines', async () => {
    const { rows } = await read('a,b\n1,"two\nlines"\n\n3,4\n')
    expect(rows).toEqual([
      { number: 2, cells: ['1', 'two\nlines'] },
      { number: 4, cells: ['3', '4'] },
    ])
  })

  test('parted by another sign where the mapping says so', async () => {
    expect((await read('a;b\n1,5;2\n', ';')).rows[0]!.cells).toEqual(['1,5', '2'])
  })
})
