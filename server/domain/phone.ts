/** A number that can be called from anywhere, as ITU-T E.164 writes it: `+`, the country, then the rest, 15 digits at most. */
export const PHONE = /^\+[1-9][0-9]{1,14}$/
