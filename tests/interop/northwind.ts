import { readFileSync } from 'node:fs'

/** The columns of a T-SQL script's `INSERT INTO "Orders"` that say what was quoted and what came, as CSV; NULL is an empty cell. */
const WANTED = [
  'OrderID',
  'CustomerID',
  'EmployeeID',
  'OrderDate',
  'RequiredDate',
  'ShippedDate',
  'ShipVia',
  'ShipCountry',
] as const
const INSERT = /INSERT INTO "Orders"\s*\(([^)]*)\)\s*VALUES \(/g
/** A text between quotes, in which a quote is doubled, or what stands there bare. */
const VALUE = /N?'((?:[^']|'')*)'|([^\s,()]+)/y

export function ordersCsv(script: string): string {
  const text = readFileSync(script, 'latin1')
  const rows = [...text.matchAll(INSERT)].map((insert) => {
    const names = insert[1]!.split(',').map((name) => name.trim().replaceAll('"', ''))
    const values = valuesAt(text, insert.index + insert[0].length, names.length)
    return WANTED.map((name) => values[names.indexOf(name)]).join(',')
  })
  return [WANTED.join(','), ...rows].join('\n')
}

function valuesAt(text: string, start: number, count: number): string[] {
  const values: string[] = []
  VALUE.lastIndex = start
  while (values.length < count) {
    const value = VALUE.exec(text)
    if (!value) throw new Error(`no value at ${start} of the script`)
    values.push(value[1]?.replaceAll("''", "'") ?? (value[2] === 'NULL' ? '' : value[2]!))
    VALUE.lastIndex += /^[\s,]*/.exec(text.slice(VALUE.lastIndex, VALUE.lastIndex + 80))![0].length
  }
  return values
}
