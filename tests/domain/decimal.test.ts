import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDecimal, parseQuantity } from '../../server/domain/decimal.ts'
import { refused } from './refused.ts'

describe('a decimal', () => {
  test.each(['0', '2.5', '2.50', '-3', '-0.001', '123456789012345678901234567890.123456789012'])(
    '%s is given back as it came',
    (text) => {
      expect(parseDecimal('target', text)).toBe(text)
    },
  )

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '007',
    '1e3',
    '1e400',
    'NaN',
    'Infinity',
    '0x10',
    '1,5',
    '1_000',
    '١',
    '1'.repeat(31),
  ])('%j is refused, by the field and the value', (text) => {
    expect(refused(() => parseDecimal('target', text))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'target',
      value: text,
    })
  })
})

describe('a quantity', () => {
  test.each(['1', '0.000001', '1000000000', '1000000000.000000', '999999999.999999'])('%s is taken', (text) => {
    expect(parseQuantity('quantity', text)).toBe(text)
  })

  test.each([
    ['0', 'is not above 0'],
    ['0.000000', 'is not above 0'],
    ['-0', 'is not above 0'],
    ['-0.5', 'is not above 0'],
    ['-1', 'is not above 0'],
    ['1e400', 'is not a decimal'],
    ['1000000000.000001', 'is above 1000000000'],
    ['1000000001', 'is above 1000000000'],
    ['0.0000001', 'has more than 6 decimals'],
    ['1.0000000', 'has more than 6 decimals'],
  ])('%s %s', (text, problem) => {
    const refusal = refused(() => parseQuantity('lines.0.quantity', text))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'lines.0.quantity', value: text })
    expect(refusal.message).toContain(problem)
  })

  test('is taken exactly between 0 and 1,000,000,000, to the last of its six decimals', () => {
    const millionths = fc.bigInt({ min: -10n, max: 10n ** 15n + 10n })
    fc.assert(
      fc.property(millionths, (count) => {
        const digits = String(count < 0n ? -count : count).padStart(7, '0')
        const text = `${count < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
        if (count > 0n && count <= 10n ** 15n) expect(parseQuantity('quantity', text)).toBe(text)
        else expect(refused(() => parseQuantity('quantity', text)).code).toBe('BAD_USER_INPUT')
      }),
    )
  })
})
