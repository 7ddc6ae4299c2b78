// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these
export const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** The text with a mark for each character that XML cannot hold. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd')
}

const SPECIAL = /[&<>"\t\n\r]/g
const WRITTEN: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Text for an element or an attribute, so that white space comes back as it was. What XML cannot hold is marked. */
export function xmlText(text: string): string {
  return printable(text).replace(SPECIAL, (character) => WRITTEN[character]!)
}
