import type { Instant, Scope } from './vocabulary.ts'

/** Working hours as stored: ISO weekdays (1 = Monday), `closes` at or before `opens` means the next day. */
export type Calendar = {
  readonly weekdays: readonly { readonly weekday: number; readonly opens: string; readonly closes: string }[]
  readonly closures: readonly { readonly from: string; readonly to: string; readonly reason: string | null }[]
  /** Whose public holidays are not worked: a country or a part of it by ISO 3166, e.g. `DE-BY`. None where it is left out. */
  readonly holidayRegion?: string
}

export type Department = {
  readonly id: number
  readonly key: string
  readonly name: string
  /** A partner outside the company: a carrier, a distributor. */
  readonly isExternal: boolean
  readonly timeZone: string
  readonly calendar: Calendar
  readonly leadId: number | null
}

export type Person = {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly email: string | null
  /** As `PHONE` says. */
  readonly phone: string | null
  readonly title: string | null
  readonly departmentId: number | null
  readonly isRep: boolean
  readonly isAdmin: boolean
}

export type Customer = {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly accountManagerId: number | null
}

export type Product = {
  readonly id: number
  readonly sku: string
  readonly name: string
  readonly category: string | null
}

/** A bearer token as far as anything but its check needs it. With a person it acts as that person. */
export type ApiToken = {
  readonly id: number
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly personId: number | null
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  readonly lastUsedAt: Instant | null
}
