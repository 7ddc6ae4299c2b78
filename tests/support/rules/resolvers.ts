import ts from 'typescript'
import { type Fault, lineOf, parse, type Source, walk } from './source.ts'

const MOST = 5
const NAMES = new Set(['resolve', 'subscribe', 'resolveType', 'isTypeOf', 'load'])

/** A resolver of the GraphQL schema is at most five lines: it hands over to a service, which authorises and decides. */
export function resolverFaults(sources: readonly Source[]): Fault[] {
  return sources.filter(({ path }) => path.startsWith('schema/')).flatMap(longResolvers)
}

function longResolvers(source: Source): Fault[] {
  const file = parse(source)
  const faults: Fault[] = []
  walk(file, (node) => {
    const resolver = resolverOf(node)
    if (!resolver) return
    const first = lineOf(file, resolver.getStart(file))
    const lines = lineOf(file, resolver.end) - first + 1
    if (lines > MOST) faults.push(`${source.path}:${first}: a resolver of ${lines} lines, at most ${MOST}`)
  })
  return faults
}

function resolverOf(node: ts.Node): ts.Node | null {
  const isNamed = (name: ts.PropertyName) => NAMES.has(name.getText())
  if (ts.isMethodDeclaration(node) && isNamed(node.name)) return node
  if (ts.isPropertyAssignment(node) && isNamed(node.name) && ts.isFunctionLike(node.initializer))
    return node.initializer
  return null
}
