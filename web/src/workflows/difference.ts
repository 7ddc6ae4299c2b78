/** What a step of a workflow version is, as far as two versions can differ in it. */
export type ComparedStep = {
  readonly key: string
  readonly name: string
  readonly appliesWhen: string | null
  readonly delivers: boolean
  readonly department: { readonly key: string; readonly name: string }
  readonly dependsOn: readonly { readonly key: string }[]
}

export type Change = 'added' | 'removed' | 'moved' | 'changed' | 'same'
/** `told`: each difference in a sentence. */
export type StepChange<Step> = { readonly step: Step; readonly change: Change; readonly told: readonly string[] }
export type ChangedEdge = { readonly from: string; readonly to: string; readonly change: 'added' | 'removed' }
export type Difference<Step> = {
  /** Steps of the later version in its order, each one that is gone after the step that it stood behind. */
  readonly steps: readonly StepChange<Step>[]
  readonly edges: readonly ChangedEdge[]
}

/** What it takes to get from the steps of one version to those of another; a step is the same where its key is. */
export function differenceOf<Step extends ComparedStep>(
  before: readonly Step[],
  after: readonly Step[],
): Difference<Step> {
  const was = new Map(before.map((step) => [step.key, step]))
  const is = new Map(after.map((step) => [step.key, step]))
  const names = new Map([...before, ...after].map((step) => [step.key, step.name]))
  const steps = after.map((step) => changeOf(was.get(step.key), step, names))
  for (const [index, step] of before.entries()) {
    if (is.has(step.key)) continue
    const behind = before[index - 1]?.key
    const at = steps.findIndex((one) => one.step.key === behind)
    steps.splice(at + 1, 0, { step, change: 'removed', told: ['is no longer part of the workflow'] })
  }
  return { steps, edges: edgeChanges(was, is) }
}

type Steps = ReadonlyMap<string, ComparedStep>
type Names = ReadonlyMap<string, string>

function changeOf<Step extends ComparedStep>(was: Step | undefined, step: Step, names: Names): StepChange<Step> {
  if (!was) return { step, change: 'added', told: [`is new, for ${step.department.name}`] }
  const hasMoved = was.department.key !== step.department.key
  const told = [
    was.name !== step.name && `was called “${was.name}”`,
    hasMoved && `moved from ${was.department.name} to ${step.department.name}`,
    ...waits(was, step, names),
    was.appliesWhen !== step.appliesWhen && condition(was.appliesWhen, step.appliesWhen),
    was.delivers !== step.delivers && (step.delivers ? 'now delivers the order' : 'no longer delivers the order'),
  ].filter((one) => one !== false)
  return { step, told, change: hasMoved ? 'moved' : told.length > 0 ? 'changed' : 'same' }
}

function waits(was: ComparedStep, step: ComparedStep, names: Names): string[] {
  const quoted = (keys: readonly string[]) => keys.map((key) => `“${names.get(key) ?? key}”`).join(', ')
  const added = without(step, was)
  const removed = without(was, step)
  return [
    ...(added.length > 0 ? [`now waits for ${quoted(added)}`] : []),
    ...(removed.length > 0 ? [`no longer waits for ${quoted(removed)}`] : []),
  ]
}

function condition(was: string | null, is: string | null): string {
  if (is === null) return 'is now always part of an order'
  return was === null
    ? `is now part of an order only when ${is}`
    : `is part of an order when ${is}, no longer when ${was}`
}

/** What the one depends on and the other does not. */
function without(one: ComparedStep | undefined, other: ComparedStep | undefined): string[] {
  const others = new Set(other?.dependsOn.map(({ key }) => key))
  return one?.dependsOn.map(({ key }) => key).filter((key) => !others.has(key)) ?? []
}

function edgeChanges(was: Steps, is: Steps): ChangedEdge[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((to) => [
    ...without(is.get(to), was.get(to)).map((from) => ({ from, to, change: 'added' as const })),
    ...without(was.get(to), is.get(to)).map((from) => ({ from, to, change: 'removed' as const })),
  ])
}
