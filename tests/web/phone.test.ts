import { expect, test } from 'vitest'
import { formatPhone } from '../../web/src/components/phone.ts'

test.each([
  ['+13125550142', '+1 312 555 0142'],
  ['+493023125142', '+49 302 312 5142'],
  ['+81300001079', '+81 300 001 079'],
  ['+35315550123', '+353 155 501 23'],
  ['+79161234567', '+7 916 123 4567'],
  ['+12', '+1 2'],
  ['ask Bob', 'ask Bob'],
])('%s is read as %s', (phone, read) => {
  expect(formatPhone(phone)).toBe(read)
})
