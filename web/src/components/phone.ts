/** The countries whose code has one digit or two, by ITU-T E.164; all others have three. */
const COUNTRY = /^\+(?:[17]|2[07]|3[0-4]|36|39|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/

/** A number by E.164 in groups, as E.123 has them read: the country, then threes and what is left. What is none stays as it is. */
export function formatPhone(phone: string): string {
  const country = COUNTRY.exec(phone)?.[0]
  if (country === undefined) return phone
  const rest = phone.slice(country.length)
  return [country, ...(rest.match(/\d{3}(?=\d{2})|\d+/g) ?? [])].join(' ')
}
