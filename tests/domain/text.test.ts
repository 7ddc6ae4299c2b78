import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badInput } from '../../server/domain/refusal.ts'
import { checkText, requireKey, requireText } from '../../server/domain/text.ts'
import { refused } from './refused.ts'

describe('text for the database', () => {
  test.each([
    ['a string', 'input', 'a\0b', 'input'],
    ['a lone high surrogate', 'input', 'a\ud83d', 'input'],
    ['a lone low surrogate', 'input', '\ude00a', 'input'],
    ['a string in a list in an object', 'input', { lines: [{ sku: 'ok' }, { sku: '\0' }] }, 'input.lines.1.sku'],
    ['a string without a name for the whole', '', { note: '\0' }, 'note'],
    ['a key of an object', 'attributes', { 'a\0': 'ok' }, 'attributes'],
  ])('%s that Postgres cannot keep is refused by its path', (_, field, value, path) => {
    expect(refused(() => checkText(field, value))).toMatchObject({ code: 'BAD_USER_INPUT', field: path })
  })

  test.each([['😀 and 受注'], [null], [undefined], [7], [true], [{ a: [null, { b: 'x' }] }], [''], ['tab\tand\nline']])(
    '%j is let through',
    (value) => {
      expect(() => checkText('input', value)).not.toThrow()
    },
  )

  test('is refused exactly where it holds NUL or is not well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800', '\udc00'), (text, extra) => {
        const value = text + extra
        const bad = value.includes('\0') || !value.isWellFormed()
        if (bad) refused(() => checkText('note', { value }))
        else checkText('note', { value })
      }),
    )
  })

  test('is shown in the refusal in a form that every JSON reader takes', () => {
    const { value } = refused(() => checkText('note', 'a\0\ud83d'))
    expect(value).toBe('a\u{2400}\u{fffd}')
  })

  test('is cut in the refusal without cutting a character in two', () => {
    expect(badInput('note', 'is bad', `${'x'.repeat(119)}😀😀`).details.value).toBe(`${'x'.repeat(119)}\u{fffd}…`)
  })
})

describe('a name', () => {
  test('loses the white space around it', () => {
    expect(requireText('name', '  Ann \n', 10)).toBe('Ann')
  })

  test.each(['', '   ', '\t\n', '\u{3000}', '\u{200b}\u{200b}', '\u{feff}'])('%j is blank', (text) => {
    expect(refused(() => requireText('name', text, 10)).message).toBe('name: is blank')
  })

  test('is measured in characters, not in units of UTF-16', () => {
    expect(requireText('name', '😀'.repeat(10), 10)).toBe('😀'.repeat(10))
    expect(refused(() => requireText('name', '😀'.repeat(11), 10))).toMatchObject({ field: 'name', limit: 10 })
  })

  test('is checked for what the database cannot keep', () => {
    expect(refused(() => requireText('name', 'a\0', 10)).message).toContain('NUL')
  })
})

describe('a key', () => {
  test.each([
    'accounting',
    'Turning & Milling - Machine 4',
    '受注入力',
    'Q.C. (final)',
    'a/b:c#1',
    'naïve_Ünï',
    'x'.repeat(120),
  ])('%s is given back as it came', (text) => {
    expect(requireKey('key', text)).toBe(text)
  })

  test.each([
    ['', 'is blank'],
    [' ', 'is blank'],
    [' a', 'begins or ends with white space'],
    ['a\n', 'begins or ends with white space'],
    ['a\tb', 'cannot be seen'],
    ['a\u{200b}b', 'cannot be seen'],
    ['a\u{202e}b', 'cannot be seen'],
    ['x'.repeat(121), 'is longer than 120 characters (121)'],
  ])('%j %s', (text, problem) => {
    const refusal = refused(() => requireKey('department', text))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'department' })
    expect(refusal.message).toContain(problem)
  })
})
