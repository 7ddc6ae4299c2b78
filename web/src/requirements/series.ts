import type { AskingDepartment, Counted } from '../documents/requirement-documents.ts'

/** The versions of one requirement that matter from now on: the one in force, and those that come, the next first. */
export type Series = { readonly key: string; readonly current: Counted | null; readonly coming: readonly Counted[] }

/** Long after everything that is published has begun; the contract's instants end in 2200. */
export const END = '2199-12-31T00:00:00Z'

type Listed = Pick<AskingDepartment, 'requirements' | 'last'>

export function seriesOf({ requirements, last }: Listed, now: number): Series[] {
  const current = requirements.edges.map((edge) => edge.node)
  const later = last.edges.flatMap(({ node }) => (node.supersedes ? [node.supersedes, node] : [node]))
  const coming = Map.groupBy(
    later.filter((one) => Date.parse(one.effectiveFrom) > now),
    (one) => one.key,
  )
  const keys = new Set([...current.map((one) => one.key), ...coming.keys()])
  return [...keys].map((key) => ({
    key,
    current: current.find((one) => one.key === key) ?? null,
    coming: coming.get(key) ?? [],
  }))
}

/** The newest version there is: the one that the next supersedes. */
export const newest = ({ current, coming }: Series): Counted | null => coming.at(-1) ?? current
