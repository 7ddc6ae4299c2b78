import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCursor, parseCursor } from '../../server/domain/cursor.ts'
import { globalId, readGlobalId, readIdOf } from '../../server/domain/global-id.ts'
import { refused } from './refused.ts'

const epoch = '0123456789ab'
const head = { epoch, seq: 100 }

describe('a cursor', () => {
  test('is read back up to the head of its log', () => {
    fc.assert(fc.property(fc.nat(100), (seq) => parseCursor('after', formatCursor({ epoch, seq }), head) === seq))
  })

  test.each([
    ['garbage', 'CURSOR_INVALID'],
    ['', 'CURSOR_INVALID'],
    ['MDEyMzQ1Njc4OWFiLjEw=', 'CURSOR_INVALID'],
    [Buffer.from(`${epoch}.007`).toString('base64url'), 'CURSOR_INVALID'],
    [Buffer.from(`${epoch}.-1`).toString('base64url'), 'CURSOR_INVALID'],
    [Buffer.from(`${epoch}.1e3`).toString('base64url'), 'CURSOR_INVALID'],
    [`${formatCursor({ epoch, seq: 10 })}\n`, 'CURSOR_INVALID'],
    [formatCursor({ epoch: 'ba9876543210', seq: 10 }), 'CURSOR_EPOCH'],
    [formatCursor({ epoch: 'ba9876543210', seq: 1_000 }), 'CURSOR_EPOCH'],
    [formatCursor({ epoch, seq: 101 }), 'CURSOR_AHEAD'],
  ])('%j is refused as %s', (text, code) => {
    expect(refused(() => parseCursor('after', text, head))).toMatchObject({ code, field: 'after' })
  })
})

describe('a global id', () => {
  test('is read back with the numbers of its key', () => {
    expect(readGlobalId('id', globalId('Order', 42))).toEqual({ type: 'Order', key: [42] })
    expect(readGlobalId('id', globalId('OrderStep', 42, 0))).toEqual({ type: 'OrderStep', key: [42, 0] })
    expect(readIdOf('Hold', 'hold', globalId('Hold', 42, 0, 1))).toEqual([42, 0, 1])
  })

  test('is what Relay makes of type and key', () => {
    expect(globalId('OrderStep', 42, 3)).toBe(Buffer.from('OrderStep:42:3').toString('base64'))
  })

  test.each([
    '',
    'garbage',
    Buffer.from('Order').toString('base64'),
    Buffer.from('Order:').toString('base64'),
    Buffer.from('Order:x').toString('base64'),
    Buffer.from('Order:007').toString('base64'),
    Buffer.from('Customer:1:2').toString('base64'),
    Buffer.from('OrderStep:1').toString('base64'),
    Buffer.from('Nothing:1').toString('base64'),
    Buffer.from('constructor:1').toString('base64'),
    `${globalId('Order', 42)}\n`,
  ])('%j is none that Baton gave out', (text) => {
    expect(refused(() => readGlobalId('id', text))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id', value: text })
  })

  test('of another type is refused by both types', () => {
    const refusal = refused(() => readIdOf('Hold', 'hold', globalId('Order', 42)))
    expect(refusal.message).toBe('hold: is the id of a Order, not of a Hold')
  })
})
