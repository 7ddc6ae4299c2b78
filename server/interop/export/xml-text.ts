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

/** Text for an element or an attribute, so that white space comes back as it was. What XML cannot hold must be out already. */
export function xmlText(text: string): string {
  return text.replace(SPECIAL, (character) => WRITTEN[character]!)
}
