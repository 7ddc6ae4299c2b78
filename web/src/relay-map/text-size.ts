/** Widths are in em and a little too wide rather than too narrow; the browser has the last word in breaking lines. */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x2e80) return 1
  if (/[\s.,:;'|!il]/.test(character)) return 0.32
  if (/[A-ZMW@%&m_w]/.test(character)) return 0.78
  return 0.58
}

export function textWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0)
}

/** How many lines `text` takes in a box of `width` em. Scripts without spaces break anywhere, words where they must. */
export function countLines(text: string, width: number): number {
  let lines = 1
  let used = 0
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/gu) ?? []) {
    const own = textWidth(piece.trimEnd())
    if (used > 0 && used + own > width) {
      lines++
      used = 0
    }
    lines += Math.max(0, Math.ceil(own / width) - 1)
    used += own > width ? own % width : textWidth(piece)
  }
  return lines
}
