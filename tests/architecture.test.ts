import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { RULES } from './support/rules/all.ts'
import { projectSources, type Source } from './support/rules/source.ts'

const source = (path: string, ...lines: string[]): Source => ({ path, text: `${lines.join('\n')}\n` })
const lines = (count: number, line = '  work()') => Array.from({ length: count }, () => line)

describe('the house', () => {
  const sources = projectSources(fileURLToPath(new URL('..', import.meta.url)))

  test('has files to look at', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['server/domain/order.ts', 'tests/architecture.test.ts']),
    )
  })

  test.each(Object.entries(RULES))('keeps its rule: %s', (_, faultsOf) => {
    expect(faultsOf(sources)).toEqual([])
  })
})

/** For each rule what it refuses, with the words to expect, and what stands beside that and is right. */
const CASES: readonly { rule: string; wrong: Source; says: RegExp; right: Source }[] = [
  {
    rule: 'imports point downwards',
    wrong: source('server/domain/order.ts', `import { rows } from '../storage/database.ts'`),
    says: /^server\/domain\/order\.ts:1: domain may not import storage/,
    right: source('server/storage/order-load.ts', `import { fold } from '../domain/order-fold.ts'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('server/services/order.ts', `const { app } = await import('../transport/http.ts')`),
    says: /services may not import transport/,
    right: source('server/main.ts', `import { app } from './transport/http.ts'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('schema/order.ts', `type Row = import('../server/storage/rows.ts').Row`),
    says: /schema may not import storage/,
    right: source('schema/order.ts', `import { placeOrder } from '../server/services/order.ts'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('server/transport/http.ts', `import { schema } from '../../schema/schema.ts'`),
    says: /transport may not import schema/,
    right: source('server/transport/http.ts', `import type { Config } from '../config.ts'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('server/transport/http.ts', `import { readConfig } from '../config.ts'`),
    says: /transport may not import config/,
    right: source('drizzle/tables.ts', `import * as words from '../server/domain/vocabulary.ts'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('web/src/pages/order.tsx', `import type { Order } from '../../../server/domain/order.ts'`),
    says: /web may not import domain/,
    right: source('web/src/pages/order.tsx', `import { Relay } from '../components/relay.tsx'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('server/services/order.ts', `import { eq } from 'drizzle-orm/sql'`),
    says: /drizzle-orm stays in drizzle and storage/,
    right: source('server/storage/order-load.ts', `import { eq } from 'drizzle-orm'`),
  },
  {
    rule: 'imports point downwards',
    wrong: source('server/domain/order.ts', `import { readFileSync } from 'node:fs'`),
    says: /domain is pure and may not import node:fs/,
    right: source('server/cli.ts', `import { readFileSync } from 'node:fs'`),
  },
  {
    rule: 'the domain is pure',
    wrong: source('server/domain/order.ts', 'const now = Date.now()'),
    says: /server\/domain\/order\.ts:1: Date\.now\(\) is not pure/,
    right: source('server/main.ts', 'const now = Date.now()'),
  },
  {
    rule: 'the domain is pure',
    wrong: source('server/demo/company.ts', 'const now = new Date()'),
    says: /new Date\(\) is not pure/,
    right: source('server/demo/company.ts', 'const then = new Date(0)'),
  },
  {
    rule: 'config.ts alone reads the environment',
    wrong: source('server/transport/http.ts', 'const port = process.env.PORT'),
    says: /process\.env reads the environment/,
    right: source('server/main.ts', 'const config = readConfig(process.env)'),
  },
  {
    rule: 'files are short',
    wrong: source('tests/domain/order.test.ts', ...lines(301)),
    says: /^tests\/domain\/order\.test\.ts: 301 lines, at most 300/,
    right: source('tests/domain/order.test.ts', ...lines(300)),
  },
  {
    rule: 'files are short',
    wrong: source('server/domain/order.ts', ...lines(101)),
    says: /the median file has 101 lines/,
    right: source('tests/domain/order.test.ts', ...lines(101)),
  },
  {
    rule: 'functions are short',
    wrong: source('tests/support/company.ts', 'const seed = () => {', ...lines(59), '}'),
    says: /^tests\/support\/company\.ts:1: a function of 61 lines, at most 60/,
    right: source('tests/domain/order.test.ts', 'describe("x", () => {', ...lines(80, '  test("y", () => {})'), '})'),
  },
  {
    rule: 'functions are short',
    wrong: source('server/domain/order.ts', 'class Order {', '  place() {', ...lines(11), '  }', '}'),
    says: /the median function has 13 lines/,
    right: source('server/domain/order.ts', 'function place() {', ...lines(10), '}'),
  },
  {
    rule: 'resolvers hand over',
    wrong: source('schema/order.ts', 'const field = {', '  resolve: async () => {', ...lines(4), '  },', '}'),
    says: /^schema\/order\.ts:2: a resolver of 6 lines, at most 5/,
    right: source('schema/order.ts', 'const field = {', '  resolve: async () => {', ...lines(3), '  },', '}'),
  },
  {
    rule: 'files are named by what is in them',
    wrong: source('server/domain/date-utils/time.ts'),
    says: /date-utils|a name that says nothing/,
    right: source('server/domain/utilisation.ts'),
  },
  {
    rule: 'nothing is handed on',
    wrong: source('server/domain/all.ts', `export { fold } from './order-fold.ts'`),
    says: /hands on what another file exports/,
    right: source('server/domain/order-fold.ts', 'export { fold }', 'function fold() {}'),
  },
]

describe('each rule catches its fault', () => {
  test.each(CASES)('$rule: $wrong.path', ({ rule, wrong, says, right }) => {
    expect(RULES[rule]!([wrong])).toEqual([expect.stringMatching(says)])
    expect(RULES[rule]!([right])).toEqual([])
  })

  test('and every rule has such a case', () => {
    expect([...new Set(CASES.map(({ rule }) => rule))]).toEqual(Object.keys(RULES))
  })
})
