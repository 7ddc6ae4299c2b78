import { afterAll, beforeAll } from 'vitest'
import { type CompanyServer, startCompany } from './company-server.ts'

/** A demo company, one for the test file. */
export function startDemo(prepare: (demo: CompanyServer) => Promise<void> = async () => {}): () => CompanyServer {
  let company: CompanyServer | undefined
  beforeAll(async () => {
    company = await startCompany()
    await prepare(company)
  })
  afterAll(() => company?.close())
  return () => company!
}
