import { test } from 'vitest'

test('passes', () => {})
test.skip('is not run', () => {})
test('fails', () => {
  throw new Error('as it should')
})
