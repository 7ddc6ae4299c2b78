import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { type Bad, does, refuses, send, written } from './bad-input.ts'
import { type Company, companies, place } from './company.ts'

const form = { department: 'accounting', key: 'form', kind: 'NOTICE', title: 'Send the form', duration: 'P7D' }
const asking = (input: object) => does('anna', 'publishRequirement', { ...form, ...input })

const DURATIONS: Bad[] = [
  ['P1DT2H', /is not a duration/],
  ['P1W', /is not a duration/],
  ['P1M', /is not a duration/],
  ['PT', /is not a duration/],
  ['P', /is not a duration/],
  ['-P1D', /is not a duration/],
  ['P1.5D', /is not a duration/],
  ['7 days', /is not a duration/],
  ['', /is not a duration/],
  ['P3651D', /longer than 3650 days/],
  ['PT9999999H', /longer than 3650 days/],
].map(([duration, message]): Bad => {
  const of = 'BAD_USER_INPUT input.duration'
  return [`the duration "${duration}"`, of, message as RegExp, asking({ duration }), { value: duration }]
})

const ADDRESSES: Bad[] = [
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'forms.example.com/a',
  '//example.com',
  'https://',
].map((formUrl): Bad => {
  const of = 'BAD_USER_INPUT input.formUrl'
  return [`the form ${JSON.stringify(formUrl)}`, of, /is not an http or https address/, asking({ formUrl })]
})

const DRAFTS: Bad[] = [
  ...['LEAD_TIME', 'RAMP_UP'].map((kind): Bad => {
    const message = new RegExp(`is needed for ${kind}`)
    return [`${kind} without a duration`, 'BAD_USER_INPUT input.duration', message, asking({ kind, duration: null })]
  }),
  ...DURATIONS,
  ...ADDRESSES,
  [
    'a beginning before the latest version began',
    'BAD_USER_INPUT input.effectiveFrom',
    /is before version 1 begins/,
    asking({ effectiveFrom: '2026-11-22T08:59:59Z' }),
    { value: '2026-11-22T08:59:59Z', limit: '2026-11-22T09:00:00Z' },
  ],
  [
    'a condition that is no CEL',
    'BAD_USER_INPUT input.appliesWhen',
    /./,
    asking({ appliesWhen: 'order.lines ===' }),
    { value: 'order.lines ===' },
  ],
  ['a condition that is no bool', 'BAD_USER_INPUT input.appliesWhen', /bool/, asking({ appliesWhen: 'order.number' })],
  [
    'a condition on what no order has',
    'BAD_USER_INPUT input.appliesWhen',
    /colour/,
    asking({ appliesWhen: 'order.colour == "red"' }),
  ],
  [
    'a condition that cannot be told for an open order that it binds',
    'BAD_USER_INPUT input.appliesWhen',
    /requirement form version 2: order\.lines\[5\].*; order\.number is "B-1"; order\.lines is \[/,
    asking({ appliesWhen: 'order.lines[5].sku == "gear"', bindsOpenOrders: true }),
  ],
  ['a blank key', 'BAD_USER_INPUT input.key', /is blank/, asking({ key: ' ' })],
  ['a blank title', 'BAD_USER_INPUT input.title', /is blank/, asking({ title: '' })],
  ['a title of 201 characters', 'BAD_USER_INPUT input.title', /longer than 200/, asking({ title: 'x'.repeat(201) })],
  [
    'details of 5,001 characters',
    'BAD_USER_INPUT input.details',
    /longer than 5000/,
    asking({ details: 'x'.repeat(5_001) }),
  ],
  ['a department of no one', 'NOT_FOUND input.department', /nothing here/, asking({ department: 'magic' })],
  ['a debtor of no one', 'NOT_FOUND input.owedBy', /nothing here/, asking({ owedBy: 'magic' })],
  ['a workflow of no one', 'NOT_FOUND input.workflow', /nothing here/, asking({ workflow: 'magic' })],
  [
    'a step of another department',
    'BAD_USER_INPUT input.steps.1',
    /is not a step of this department/,
    asking({ workflow: 'sale', steps: ['check', 'make'] }),
    { value: 'make', limit: ['check', 'bill'] },
  ],
]

const named = { department: 'accounting', key: 'form' }
const retire = (rest: object) => does('anna', 'retireRequirement', { ...named, ...rest })
const acknowledge = (rest: object) => does('rita', 'acknowledgeRequirement', { ...named, version: 1, ...rest })
const VERSIONS: Bad[] = [
  ['retiring what is not there', 'NOT_FOUND input.key', /nothing here/, retire({ key: 'nothing' })],
  [
    'retiring for a department of no one',
    'NOT_FOUND input.department',
    /nothing here/,
    retire({ department: 'magic' }),
  ],
  [
    'retiring before it began',
    'BAD_USER_INPUT input.effectiveTo',
    /is before version 1 begins/,
    retire({ effectiveTo: '2026-11-22T08:59:59.999Z' }),
  ],
  ['retiring it again', 'CONFLICT input.key', /was retired at/, retire({ key: 'old' }), { currentVersion: 1 }],
  ...[0, 2, -1, 2_147_483_647].map((version): Bad => {
    return [`acknowledging version ${version}`, 'NOT_FOUND input.key', /nothing here/, acknowledge({ version })]
  }),
  ['acknowledging what is not there', 'NOT_FOUND input.key', /nothing here/, acknowledge({ key: 'nothing' })],
  ['acknowledging for nobody', 'NOT_FOUND input.department', /nothing here/, acknowledge({ department: 'magic' })],
]

const step = (key: string, dependsOn: string[] = [], rest: object = {}) => {
  return { key, name: key.toUpperCase(), department: 'production', dependsOn, ...rest }
}
const publishing = (steps: readonly object[], rest: object = {}) =>
  does('ada', 'publishWorkflow', { key: 'bad', name: 'Bad', steps, ...rest })
const chain = (length: number) => Array.from({ length }, (_, n) => step(`s${n}`, n === 0 ? [] : [`s${n - 1}`]))
const faults = (...kinds: [fault: string, step: string | null][]) => ({
  faults: kinds.map(([fault, of]) => ({ fault, step: of, message: expect.stringMatching(/./) })),
})

const WORKFLOWS: Bad[] = [
  ['no steps', /there is none/, publishing([]), faults(['NO_STEPS', null])],
  ['501 steps', /501 are more than 500/, publishing(chain(501)), faults(['TOO_MANY_STEPS', null])],
  [
    'every fault at once',
    /\(and \d+ more: see faults\)/,
    publishing(
      [
        step('a', ['b']),
        step('b', ['a']),
        step('c', ['c']),
        step('d', ['nowhere']),
        step('e'),
        step('e'),
        step('f', [], { department: 'magic' }),
        step('g', [], { appliesWhen: 'order.colour == 7' }),
        step('h', ['a']),
        step(' '),
      ],
      { name: ' ', appliesWhen: '1 + 1' },
    ),
    faults(
      ['NAME', null],
      ['CONDITION', null],
      ['CYCLE', 'a'],
      ['SELF_DEPENDENCY', 'c'],
      ['DANGLING_DEPENDENCY', 'd'],
      ['DUPLICATE_KEY', 'e'],
      ['UNKNOWN_DEPARTMENT', 'f'],
      ['CONDITION', 'g'],
      ['UNREACHABLE_STEP', 'h'],
      ['KEY', ' '],
      ['NAME', ' '],
    ),
  ],
].map(([what, message, asked, more]) => [what, 'WORKFLOW_INVALID input', message, asked, more] as Bad)

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'B-1')
    for (const key of ['form', 'old']) expect((await send(baton, asking({ key }))).errors).toBeUndefined()
    expect((await send(baton, retire({ key: 'old' }))).errors).toBeUndefined()
  })
  const given = () => baton

  describe('a requirement with', () => refuses(given, DRAFTS))
  describe('a version:', () => refuses(given, VERSIONS))

  describe('a workflow with', () => {
    refuses(given, WORKFLOWS)
    refuses(given, [
      [
        'a lead time of P1DT2H',
        'BAD_USER_INPUT input.steps.1.leadTime',
        /is not a duration/,
        publishing([step('a'), step('b', ['a'], { leadTime: 'P1DT2H' })]),
      ],
      [
        '251 dependencies of a step',
        'LIMIT_EXCEEDED input.steps.0.dependsOn',
        /251/,
        publishing([step('a', Array(251).fill('b'))]),
        { limit: 250, actual: 251 },
      ],
    ])

    test('keys so long that they differ in the end alone publishes a lead time for each step', async () => {
      const key = '😀'.repeat(119)
      const steps = ['a', 'b'].map((end) => step(`${key}${end}`, [], { leadTime: 'P2D' }))
      expect((await send(baton, publishing(steps, { key }))).errors).toBeUndefined()
      const asked =
        '{ department(key: "production") { requirements(kind: LEAD_TIME) { edges { node { version steps { key } } } } } }'
      const { edges } = (await baton.tell('ada', asked)).department.requirements
      const named = edges.map(({ node }: { node: { version: number; steps: object[] } }) => node).slice(-2)
      expect(named).toEqual(steps.map((one) => ({ version: 1, steps: [{ key: one.key }] })))
    })

    test('500 steps is taken', async () => {
      const before = await written(baton.baton.database)
      expect((await send(baton, publishing(chain(500)))).errors).toBeUndefined()
      expect(await written(baton.baton.database)).not.toEqual(before)
    })
  })
})
