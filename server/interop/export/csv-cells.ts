/** The heading of an export, by which it is known when it comes back: exactly these columns in this order. */
export const RUN_COLUMNS = [
  ...['order', 'step', 'start', 'finish', 'holder', 'holderName', 'department', 'departmentName'],
  ...['customer', 'product', 'quantity', 'placed', 'promised', 'delivered', 'channel', 'rep', 'circumstances'],
] as const

/** What a spreadsheet takes for the beginning of a formula, after any number of apostrophes. */
const FORMULA = /^'*[=+\-@\t\r\n]/
const GUARDED = /^'+[=+\-@\t\r\n]/

/** A cell that a spreadsheet does not run: an apostrophe more in front of what would be a formula. `unguardCell` takes exactly that away. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

export function unguardCell(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text
}

/** Whether a file with this heading is Baton's own, so that its cells are to be unguarded; those of another system are left as they are. */
export function isOwnHeading(header: readonly string[]): boolean {
  return header.length === RUN_COLUMNS.length && header.every((name, index) => name === RUN_COLUMNS[index])
}
