import { posix } from 'node:path'
import ts from 'typescript'
import { type Fault, lineOf, parse, type Source, walk } from './source.ts'

/** Which rooms a room may import from, beside itself. What is not named here may import anything: main, cli, tests, bench. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  drizzle: ['domain'],
  interop: ['domain'],
  demo: ['domain'],
  config: ['domain'],
  storage: ['drizzle', 'domain'],
  services: ['storage', 'interop', 'demo', 'domain'],
  transport: ['services', 'domain'],
  schema: ['services', 'domain'],
  web: [],
}

/** Packages that stay in the rooms named (and in tests, bench and the top), so that what they do is done there alone. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'drizzle-orm': ['drizzle', 'storage'],
  postgres: ['storage'],
  '@electric-sql/pglite': ['storage'],
  '@pothos/core': ['schema'],
  '@apollo/server': ['transport'],
  fastify: ['transport'],
  ws: ['transport'],
  react: ['web'],
}

/** Rooms without I/O: nothing of the platform is imported there. */
const PURE = new Set(['domain', 'demo'])

type Import = { readonly from: string; readonly line: number; readonly isType: boolean }

/** Imports point downwards: nothing below calls up, and each library stays in its room. */
export function importFaults(sources: readonly Source[]): Fault[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path)
    return importsOf(source).flatMap(({ from, line, isType }) => {
      const problem = from.startsWith('.') ? upward(source.path, room, from, isType) : outOfRoom(room, from)
      return problem ? [`${source.path}:${line}: ${problem}`] : []
    })
  })
}

function upward(path: string, room: string, from: string, isType: boolean): string | null {
  const target = roomOf(posix.join(posix.dirname(path), from))
  const allowed = MAY_IMPORT[room]
  if (!allowed || target === room || allowed.includes(target)) return null
  if (room === 'transport' && target === 'config' && isType) return null
  return `${room} may not import ${target} (${from})`
}

function outOfRoom(room: string, from: string): string | null {
  if (PURE.has(room) && from.startsWith('node:')) return `${room} is pure and may not import ${from}`
  if (room === 'web' && from.startsWith('node:')) return `the page may not import ${from}`
  const name = from.split('/', from.startsWith('@') ? 2 : 1).join('/')
  const rooms = KEPT[name]
  return rooms && MAY_IMPORT[room] && !rooms.includes(room) ? `${name} stays in ${rooms.join(' and ')}` : null
}

function roomOf(path: string): string {
  if (path === 'server/config.ts') return 'config'
  if (/^web\/[^/]*\.config\.ts$/.test(path)) return 'top'
  const [first = '', second = '', third] = path.split('/')
  if (first === 'server') return third === undefined ? 'top' : second
  return second === '' ? 'top' : first
}

function importsOf(source: Source): Import[] {
  const file = parse(source)
  const found: Import[] = []
  walk(file, (node) => {
    const specifier = specifierOf(node)
    const isType = ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    if (specifier) found.push({ from: specifier.text, line: lineOf(file, specifier.getStart(file)), isType })
  })
  return found
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | null {
  const candidate =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined
  return candidate && ts.isStringLiteralLike(candidate) ? candidate : null
}
