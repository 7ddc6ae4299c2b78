import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: ['./drizzle/tables.ts', './drizzle/order-tables.ts', './drizzle/feed-tables.ts'],
  out: './drizzle/migrations',
})
