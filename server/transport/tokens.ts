import { Lexer, Source, TokenKind } from 'graphql'

const OPENS: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSES: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** How many tokens the document has and how deep its brackets stand in one another, as far as it can be read; comments are none. */
export function tokensIn(document: string): { readonly tokens: number; readonly nesting: number } {
  const lexer = new Lexer(new Source(document))
  let [tokens, nesting, open] = [0, 0, 0]
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      tokens += 1
      open += OPENS.has(kind) ? 1 : CLOSES.has(kind) ? -1 : 0
      nesting = Math.max(nesting, open)
    }
  } catch {
    // The parser says what is wrong with the rest.
  }
  return { tokens, nesting }
}
