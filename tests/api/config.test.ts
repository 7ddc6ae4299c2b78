import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { Refusal } from '../../server/domain/refusal.ts'

function refusalOf(env: Record<string, string>): Refusal {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error(`${JSON.stringify(env)} was taken`)
}

describe('the configuration', () => {
  test('needs nothing at all', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: null,
      dataDir: resolve('.baton'),
      adminToken: null,
      origins: [],
      logLevel: 'info',
    })
  })

  test('is what the variables say', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://baton:secret@db/baton',
      BATON_DATA: '/var/lib/baton',
      BATON_ADMIN_TOKEN: 'a-token-of-20-chars!',
      BATON_ORIGINS: 'https://intranet.example, http://localhost:5173',
      LOG_LEVEL: 'debug',
    }
    expect(readConfig(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      databaseUrl: 'postgres://baton:secret@db/baton',
      dataDir: '/var/lib/baton',
      adminToken: 'a-token-of-20-chars!',
      origins: ['https://intranet.example', 'http://localhost:5173'],
      logLevel: 'debug',
    })
  })

  test('takes an empty variable for one left out, as compose files write them', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'BATON_DATA', 'BATON_ADMIN_TOKEN', 'BATON_ORIGINS', 'LOG_LEVEL']
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(readConfig({}))
  })

  test('leaves the variables of others alone', () => {
    expect(readConfig({ HOME: '/root', BATONX: '1', NODE_ENV: 'production' })).toEqual(readConfig({}))
  })

  const wrong: [name: string, value: string, limit: unknown, shown?: unknown][] = [
    ['PORT', '65536', 65_535],
    ['PORT', '-1', 65_535],
    ['PORT', '40e2', 65_535],
    ['PORT', 'http', 65_535],
    ['PORT', '4000.5', 65_535],
    ['HOST', 'http://0.0.0.0', undefined],
    ['HOST', 'two words', undefined],
    ['HOST', '-host', undefined],
    ['DATABASE_URL', 'mysql://baton:secret@db/baton', 'postgres://user:password@host/database', 'mysql:'],
    ['DATABASE_URL', 'secret', 'postgres://user:password@host/database', 'no URL'],
    ['BATON_ADMIN_TOKEN', 'nineteen-characters', 20, 19],
    ['BATON_ADMIN_TOKEN', 'twenty characters ok', 20, 20],
    ['BATON_ORIGINS', '*', undefined],
    ['BATON_ORIGINS', 'https://intranet.example/page', undefined],
    ['BATON_ORIGINS', 'ftp://intranet.example', undefined],
    ['LOG_LEVEL', 'verbose', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']],
    ['BATON_DATABASE', 'x', ['BATON_DATA', 'BATON_ADMIN_TOKEN', 'BATON_ORIGINS']],
  ]
  test.each(wrong)('refuses %s=%s by that name, with the limit and the value', (name, value, limit, shown = value) => {
    const { code, message, details } = refusalOf({ [name]: value })
    expect({ code, ...details }).toEqual({ code: 'BAD_USER_INPUT', field: name, limit, value: shown })
    expect(message).toContain(name)
  })

  test('does not show a secret that it refuses', () => {
    expect(refusalOf({ DATABASE_URL: 'mysql://baton:secret@db/baton' }).message).not.toContain('secret')
    expect(refusalOf({ BATON_ADMIN_TOKEN: 'my secret' }).message).not.toContain('my secret')
  })
})
