import type { Scope } from '../domain/vocabulary.ts'

/** Whom a visitor of the demo may sign in as: two reps, and one for each part of a sale. Keys of people, in this order. */
export const DEMO_PERSONAS: readonly string[] = [
  'maya.lindqvist',
  'leila.haddad',
  'denise.kowalczyk',
  'fatima.zahra',
  'ingrid.vogel',
  'jonas.reuter',
  'aylin.demir',
  'sofia.petrova',
  'olaf.jensen',
  'bram.de.vries',
  'grace.adeyemi',
]

export type TokenPlan = { readonly key: string; readonly person: string | null; readonly scopes: readonly Scope[] }

const INTEGRATION: readonly Scope[] = ['ORDERS_READ', 'ORDERS_WRITE', 'REQUIREMENTS_READ', 'REQUIREMENTS_WRITE']

/** The tokens to try the API with; one with a person acts as that person. */
export const DEMO_TOKENS: readonly TokenPlan[] = [
  { key: 'rep', person: 'maya.lindqvist', scopes: [] },
  { key: 'accounting', person: 'fatima.zahra', scopes: [] },
  { key: 'production', person: 'aylin.demir', scopes: [] },
  { key: 'warehouse', person: 'olaf.jensen', scopes: [] },
  { key: 'admin', person: 'grace.adeyemi', scopes: [] },
  { key: 'integration', person: null, scopes: INTEGRATION },
]
