/** A pattern for (I)LIKE that finds the text anywhere; what LIKE takes for a wildcard stands for itself. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
