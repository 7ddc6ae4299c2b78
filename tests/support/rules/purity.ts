import ts from 'typescript'
import { type Fault, lineOf, parse, type Source, walk } from './source.ts'

const IMPURE = /^(Date\.now|Math\.random|performance\.now|crypto\.\w+|setTimeout|setInterval|setImmediate|fetch)$/

/** The domain and the demo are told the time and handed their dice: the same input, the same answer. */
export function purityFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => /^server\/(domain|demo)\//.test(path))
    .flatMap((source) => found(source, (node) => (isImpure(node) ? 'is not pure' : null)))
}

/** The environment is read in config.ts; who starts the program hands it over. */
export function environmentFaults(sources: readonly Source[]): Fault[] {
  return sources
    .filter(({ path }) => /^(server|schema)\//.test(path))
    .flatMap((source) => found(source, (node) => (readsEnvironment(node) ? 'reads the environment' : null)))
}

function isImpure(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'process') return true
  return ts.isCallExpression(node) && IMPURE.test(node.expression.getText())
}

function readsEnvironment(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.getText() !== 'process.env') return false
  return !(ts.isCallExpression(node.parent) && node.parent.expression.getText() === 'readConfig')
}

function found(source: Source, problemOf: (node: ts.Node) => string | null): Fault[] {
  const file = parse(source)
  const faults: Fault[] = []
  walk(file, (node) => {
    const problem = problemOf(node)
    if (problem) faults.push(`${source.path}:${lineOf(file, node.getStart(file))}: ${node.getText()} ${problem}`)
  })
  return faults
}
