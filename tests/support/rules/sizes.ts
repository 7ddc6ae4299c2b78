import ts from 'typescript'
import { type Fault, isTest, lineOf, median, parse, type Source, walk } from './source.ts'

const FILE = { most: 300, median: 100 }
const FUNCTION = { most: 60, median: 12 }

/** Files of at most 300 lines, half of them (tests aside) of at most 100. */
export function fileSizeFaults(sources: readonly Source[]): Fault[] {
  const long = sources.filter((source) => linesOf(source) > FILE.most)
  const middle = median(sources.filter((source) => !isTest(source)).map(linesOf))
  return [
    ...long.map((source) => `${source.path}: ${linesOf(source)} lines, at most ${FILE.most}`),
    ...(middle > FILE.median ? [`the median file has ${middle} lines, at most ${FILE.median}`] : []),
  ]
}

/** Functions of any form: at most 60 lines, half of them (tests aside) at most 12. A suite of tests is no function. */
export function functionSizeFaults(sources: readonly Source[]): Fault[] {
  const sized = sources.flatMap((source) => functionsOf(source).map((sizedFunction) => ({ source, ...sizedFunction })))
  const long = sized.filter(({ lines }) => lines > FUNCTION.most)
  const middle = median(sized.filter(({ source }) => !isTest(source)).map(({ lines }) => lines))
  return [
    ...long.map(
      ({ source, at, lines }) => `${source.path}:${at}: a function of ${lines} lines, at most ${FUNCTION.most}`,
    ),
    ...(middle > FUNCTION.median ? [`the median function has ${middle} lines, at most ${FUNCTION.median}`] : []),
  ]
}

function linesOf({ text }: Source): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function functionsOf(source: Source): { readonly at: number; readonly lines: number }[] {
  const file = parse(source)
  const found: { at: number; lines: number }[] = []
  walk(file, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || (isTest(source) && isSuite(node))) return
    const at = lineOf(file, node.getStart(file))
    found.push({ at, lines: lineOf(file, node.end) - at + 1 })
  })
  return found
}

function isSuite(node: ts.Node): boolean {
  let holdsTests = false
  walk(node, (inner) => {
    if (ts.isCallExpression(inner) && /^(test|it)\b/.test(inner.expression.getText())) holdsTests = true
  })
  return holdsTests
}
