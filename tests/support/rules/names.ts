import ts from 'typescript'
import { type Fault, parse, type Source } from './source.ts'

const BANNED = /^(utils?|helpers?|commons?|managers?|misc|index)$/i

/** Files are named by a noun of the project; `utils` and `index` say nothing. */
export function nameFaults(sources: readonly Source[]): Fault[] {
  return sources.filter(({ path }) => path.split(/[/.-]/).some((part) => BANNED.test(part))).map(misnamed)
}

const misnamed = ({ path }: Source): Fault => `${path}: a name that says nothing of what is in it`

/** A name is imported from where it is written: nothing is handed on. */
export function barrelFaults(sources: readonly Source[]): Fault[] {
  return sources.filter(handsOn).map(({ path }) => `${path}: hands on what another file exports`)
}

function handsOn(source: Source): boolean {
  return parse(source)
    .statements.filter(ts.isExportDeclaration)
    .some(({ moduleSpecifier: from }) => {
      return from && ts.isStringLiteral(from) && from.text.startsWith('.')
    })
}
