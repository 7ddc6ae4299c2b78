import { Lexer, Source, TokenKind } from 'graphql'

/** How many tokens the document has, as far as it can be read; comments are none. */
export function tokensIn(document: string): number {
  const lexer = new Lexer(new Source(document))
  let count = 0
  try {
    while (lexer.advance().kind !== TokenKind.EOF) count += 1
  } catch {
    return count
  }
  return count
}
