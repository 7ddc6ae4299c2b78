import { importFaults } from './imports.ts'
import { barrelFaults, nameFaults } from './names.ts'
import { environmentFaults, purityFaults } from './purity.ts'
import { resolverFaults } from './resolvers.ts'
import { fileSizeFaults, functionSizeFaults } from './sizes.ts'
import type { Fault, Source } from './source.ts'

/** The rules of the house, by what they keep. */
export const RULES: Readonly<Record<string, (sources: readonly Source[]) => Fault[]>> = {
  'imports point downwards': importFaults,
  'the domain is pure': purityFaults,
  'config.ts alone reads the environment': environmentFaults,
  'files are short': fileSizeFaults,
  'functions are short': functionSizeFaults,
  'resolvers hand over': resolverFaults,
  'files are named by what is in them': nameFaults,
  'nothing is handed on': barrelFaults,
}
