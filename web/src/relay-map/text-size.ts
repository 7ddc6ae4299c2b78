/** Width of a piece of text in whatever unit the caller reckons in. */
export type Measure = (text: string) => number

/** What a line may not break within: a word, or one character of a script that is written without spaces. */
function pieces(text: string): string[] {
  return text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+/gu) ?? []
}

/** Width of the longest piece. */
export function longestPiece(text: string, measure: Measure): number {
  return Math.max(0, ...pieces(text).map(measure))
}

/** How many lines `text` takes in a box as wide as `width`; a piece that is wider is broken where it must. */
export function countLines(text: string, width: number, measure: Measure): number {
  let lines = 1
  let line = ''
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    if (measure((line + piece).trim()) <= width) {
      line += piece
      continue
    }
    const own = measure(piece.trim())
    if (line.trim() !== '') lines++
    lines += Math.max(0, Math.ceil(own / width) - 1)
    line = piece.trim()
  }
  return lines
}
