import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { written } from './bad-input.ts'
import { type Asking, act, type Company, companies, place } from './company.ts'

const HOUR = 3_600_000
/** A Monday morning in Berlin. */
const MONDAY = Date.UTC(2026, 10, 23, 8)

const QUOTE = `query ($input: PromiseInput!, $by: Date!) { promise(input: $input) {
  workflow { key version } timeZone publishedDate p50 p85 p95 likelihood(by: $by)
  steps { step { key } start finish latestStart slack criticality sampleSize }
  requirements { requirement { key } dueAt isOverdue }
  because { kind step { key } department { key } from to source sampleSize notes }
  departments { key } people { key } handoffCount risks { step { key } reason share medianDelay } } }`
const PUBLISH = `mutation ($input: PublishRequirementInput!) { publishRequirement(input: $input) { requirement { id } } }`

type Leg = { readonly kind: string; readonly from: string; readonly to: string; readonly notes: readonly string[] }
type Risk = { readonly share: number; readonly medianDelay: string }

eachDatabase((open) => {
  const company = companies()
  const statements: string[] = []
  let baton: Company
  const sale = { customer: 'acme', workflow: 'sale', lines: [{ sku: 'gear', quantity: '1' }] }
  const ask = async (input: object = {}, { who = 'rita', by = '2026-12-31' }: { who?: Asking; by?: string } = {}) =>
    (await baton.tell(who, QUOTE, { input: { ...sale, ...input }, by })).promise
  const publish = (who: Asking, input: object) => baton.tell(who, PUBLISH, { input })
  const leadTime = (who: Asking, department: string, key: string, duration: string) =>
    publish(who, { department, key, kind: 'LEAD_TIME', title: 'Lead time', workflow: 'sale', steps: [key], duration })
  const at = (hours: number) => {
    baton.time.now = MONDAY + hours * HOUR
  }

  beforeAll(async () => {
    baton = await company(await open({ observe: (statement) => void statements.push(statement) }))
    at(0)
  })

  describe('where nothing was ever done', () => {
    test('no date is said to be published as long as one department on the way has published nothing', async () => {
      expect((await ask()).publishedDate).toBe(null)
      await leadTime('anna', 'accounting', 'check', 'P1D')
      await leadTime('wendy', 'warehouse', 'pick', 'P1D')
      expect((await ask()).publishedDate, 'the carrier').toBe(null)
      await leadTime('ada', 'carrier', 'ship', 'P2D')
      expect(
        (await ask()).publishedDate,
        'two days of making, one of picking, two on the way; billing is after it',
      ).toBe('2026-11-30')
    })

    test('what was published is what the forecast rests on', async () => {
      const quote = await ask()
      expect(quote.p50 >= '2026-11-27' && quote.p50 <= '2026-12-01').toBe(true)
      expect(quote.p50 <= quote.p85 && quote.p85 <= quote.p95).toBe(true)
      expect(new Set(quote.because.map(({ source }: { source: string }) => source))).toEqual(new Set(['PUBLISHED']))
      expect(quote.steps.map(({ sampleSize }: { sampleSize: number }) => sampleSize)).toEqual([0, 0, 0, 0, 0])
    })

    test('a lead time that is published anew moves the promise', async () => {
      const before = await ask()
      await publish('paul', {
        department: 'production',
        key: 'lead-time-sale-make',
        kind: 'LEAD_TIME',
        title: 'Making',
        workflow: 'sale',
        steps: ['make'],
        duration: 'P7D',
      })
      const after = await ask()
      expect([before.publishedDate, after.publishedDate]).toEqual(['2026-11-30', '2026-12-07'])
      expect(after.p85 > before.p85).toBe(true)
      expect(after.likelihood).toBeLessThanOrEqual(before.likelihood)
    })

    test('an order that is placed another day is promised from that day on', async () => {
      const [today, later] = [await ask(), await ask({ placedAt: '2027-01-11T08:00:00Z' })]
      expect(later.because[0].from).toBe('2027-01-11T08:00:00Z')
      expect(later.p50 > today.p95).toBe(true)
    })
  })

  describe('the plan', () => {
    test('names the workflow that placing would choose, its steps that apply, and who takes over in which order', async () => {
      const quote = await ask({ workflow: null, channel: 'phone' })
      expect(quote.workflow).toEqual({ key: 'service', version: 1 })
      const { steps, departments, people, handoffCount, timeZone } = await ask()
      expect(steps.map(({ step }: { step: { key: string } }) => step.key)).toEqual([
        'check',
        'make',
        'pick',
        'ship',
        'bill',
      ])
      expect(departments.map(({ key }: { key: string }) => key).toSorted()).toEqual([
        'accounting',
        'carrier',
        'production',
        'warehouse',
      ])
      expect(departments.at(-1).key).toBe('carrier')
      expect(people.map(({ key }: { key: string }) => key).toSorted()).toEqual(['anna', 'paul'])
      expect(handoffCount, 'check and make to pick, pick to ship, ship to bill').toBe(4)
      expect(timeZone).toBe('Europe/Berlin')
    })

    test('says by when a step must start for the date asked for, and nothing of it behind the delivery', async () => {
      const { steps } = await ask({ requestedDate: '2026-12-31' })
      const [, make, , , bill] = steps
      expect(make.slack).toMatch(/^PT/)
      expect(Date.parse(make.latestStart)).toBeGreaterThan(Date.parse(make.start))
      expect(bill).toMatchObject({ latestStart: null, slack: null, criticality: 0 })
      const [, tooLate] = (await ask({ requestedDate: '2026-11-24' })).steps
      expect(tooLate.slack).toMatch(/^-PT/)
    })

    test('days are whole days where the customer is', async () => {
      const zones = ['Pacific/Kiritimati', 'Pacific/Niue']
      const [east, west] = await Promise.all(zones.map(async (timeZone) => (await ask({ timeZone })).p85))
      expect(east > west).toBe(true)
    })

    test('the likelihood of a date grows with it, from never to surely, and fits the quantiles', async () => {
      const { p50, p85, p95 } = await ask()
      const days = ['2026-11-23', p50, p85, p95, '2200-12-31']
      const found = await Promise.all(days.map(async (by) => (await ask({}, { by })).likelihood))
      expect(found).toEqual(found.toSorted((a, b) => a - b))
      expect(found[0]).toBe(0)
      expect(found.at(-1)).toBe(1)
      for (const [place, share] of [0.5, 0.85, 0.95].entries())
        expect(found[place + 1]).toBeGreaterThanOrEqual(share - 1e-9)
    })
  })

  describe('what must be handed in', () => {
    beforeAll(async () => {
      await publish('wendy', {
        department: 'warehouse',
        key: 'packing',
        kind: 'NOTICE',
        title: 'Packing list',
        workflow: 'sale',
        steps: ['pick'],
        duration: 'P1D',
      })
      await publish('paul', {
        department: 'production',
        key: 'tooling',
        kind: 'RAMP_UP',
        title: 'Tooling for a new customer',
        workflow: 'sale',
        steps: ['make'],
        duration: 'P15D',
        appliesWhen: 'order.isNewCustomer',
      })
    })

    test('is due so long before the latest start that keeps the date asked for', async () => {
      const { requirements, steps } = await ask({ requestedDate: '2026-12-18' })
      expect(requirements).toMatchObject([{ requirement: { key: 'packing' }, isOverdue: false }])
      const pick = steps.find(({ step }: { step: { key: string } }) => step.key === 'pick')
      const early = Date.parse(pick.latestStart) - Date.parse(requirements[0].dueAt)
      expect(early).toBeGreaterThanOrEqual(24 * HOUR)
      expect(early).toBeLessThanOrEqual(72 * HOUR)
      expect((await ask({ requestedDate: '2026-11-24' })).requirements).toMatchObject([{ isOverdue: true }])
    })

    test('is not told to a token that may not read requirements', async () => {
      expect((await ask({}, { who: 'reader' })).requirements).toEqual([])
      expect((await ask({}, { who: 'nosy' })).requirements).toHaveLength(1)
    })

    test('a new customer is promised a later date, as long as the ramp-up takes', async () => {
      const [known, unknown] = [await ask(), await ask({ customer: null })]
      expect((await ask({ customer: 'nova' })).p50, 'a customer who has ordered nothing').toBe(unknown.p50)
      await place(baton, 'rita', 'P-0')
      expect((await ask()).p50 < unknown.p50).toBe(true)
      expect(known.p50, 'acme had ordered nothing either').toBe(unknown.p50)
      expect([known.publishedDate, unknown.publishedDate]).toEqual(['2026-12-30', '2026-12-30'])
      expect((await ask()).publishedDate < unknown.publishedDate).toBe(true)
      expect(unknown.because.map(({ kind }: Leg) => kind)).toContain('RAMP_UP')
      expect((await ask()).because.map(({ kind }: Leg) => kind)).not.toContain('RAMP_UP')
    })
  })

  describe('why it is that date', () => {
    test('is told by legs that join from the placing to p85', async () => {
      for (const input of [{}, { customer: null }, { requestedDate: '2026-12-18' }, { timeZone: 'Asia/Tokyo' }]) {
        const { because, p85, timeZone } = await ask(input)
        const legs: Leg[] = because
        expect(legs[0]?.from).toBe('2026-11-23T08:00:00Z')
        legs.slice(1).forEach((leg, place) => void expect(leg.from).toBe(legs[place]!.to))
        const end = Temporal.Instant.from(legs.at(-1)!.to).toZonedDateTimeISO(timeZone).toPlainDate().toString()
        expect([end, legs.at(-1)?.kind]).toEqual([p85, 'MARGIN'])
      }
    })
  })

  describe('what really happened', () => {
    beforeAll(async () => {
      for (let number = 1; number <= 12; number += 1) await place(baton, 'rita', `P-${number}`)
      for (let number = 1; number <= 8; number += 1) {
        at(number)
        if (number === 2) await act(baton, 'paul', 'blockStep', `P-${number}`, 'make', ', reason: "No steel"')
        at(number + 1)
        if (number === 2) await act(baton, 'paul', 'unblockStep', `P-${number}`, 'make')
        await act(baton, 'paul', 'completeStep', `P-${number}`, 'make')
        await act(baton, 'anna', 'completeStep', `P-${number}`, 'check')
        await act(baton, 'wendy', 'completeStep', `P-${number}`, 'pick')
        await act(baton, 'erp', 'completeStep', `P-${number}`, 'ship')
      }
      at(24)
      await baton.baton.feed.tail.catchUp()
    })

    test('moves the promise beside what was published', async () => {
      const { p85, publishedDate, steps, because } = await ask()
      expect(p85 < publishedDate, 'they take hours of the days that they said').toBe(true)
      expect(steps[1].sampleSize).toBe(8)
      expect(because.some(({ source }: { source: string | null }) => source === 'BLENDED')).toBe(true)
    })

    test('holds for an order that is placed in years: what lies there now has not lain there since', async () => {
      const [now, then] = [await ask(), await ask({ placedAt: '2036-11-11T08:00:00Z' })]
      const days = ({ because, p85 }: { because: Leg[]; p85: string }) =>
        (Date.parse(p85) - Date.parse(because[0]!.from.slice(0, 10))) / (24 * HOUR)
      expect(days(then)).toBeLessThan(days(now) + 14)
    })

    test('tells what could go wrong, the most costly first', async () => {
      const { risks } = await ask()
      expect(risks).toEqual([{ step: { key: 'make' }, reason: 'No steel', share: 0.125, medianDelay: 'PT1H' }])
      const hours = ({ share, medianDelay }: Risk) => share * Number(/\d+/.exec(medianDelay)![0])
      expect(risks.map(hours)).toEqual(risks.map(hours).toSorted((a: number, b: number) => b - a))
    })

    test('is known at once, and the same question has the same answer as long as nothing happens', async () => {
      const before = await ask()
      expect(await ask()).toEqual(before)
      at(25)
      await act(baton, 'paul', 'completeStep', 'P-9', 'make')
      await baton.baton.feed.tail.catchUp()
      expect((await ask()).steps[1].sampleSize).toBe(9)
    })
  })

  test('is asked by whoever is known, writes nothing, and takes a few statements however much there is', async () => {
    await baton.baton.feed.tail.catchUp()
    const before = await written(baton.baton.database)
    const answers = await Promise.all((['rita', 'wendy', 'ada', 'erp'] as const).map((who) => ask({}, { who })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    statements.length = 0
    await ask({ lines: [sale.lines[0], { sku: 'bolt', quantity: '2' }] })
    const read = statements.filter(
      (statement) => /^select/i.test(statement) && !/"api_token"|from "?event"?/.test(statement),
    )
    expect(read).toHaveLength(4)
    expect(await written(baton.baton.database)).toEqual(before)
  })

  test('five hundred steps are planned, and their legs join', async () => {
    const steps = Array.from({ length: 500 }, (_, place) => ({
      key: `s${place}`,
      name: `Step ${place}`,
      department: ['accounting', 'production', 'warehouse', 'carrier'][place % 4],
      dependsOn: place === 0 ? [] : [`s${place - 1}`],
    }))
    const input = { key: 'long', name: 'Long', appliesWhen: 'false', steps }
    await baton.tell(
      'ada',
      'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { workflow { id } } }',
      {
        input,
      },
    )
    for (const department of ['accounting', 'production', 'warehouse', 'carrier'])
      await publish('ada', {
        department,
        key: 'hour',
        kind: 'LEAD_TIME',
        title: 'An hour',
        workflow: 'long',
        duration: 'PT1H',
      })
    const quote = await ask({ workflow: 'long' })
    expect(quote.steps).toHaveLength(500)
    expect(quote.publishedDate, '500 hours at nine a day, not on the holidays of some').toMatch(/^2027-02/)
    const legs: Leg[] = quote.because
    legs.slice(1).forEach((leg, place) => void expect(leg.from).toBe(legs[place]!.to))
  })
})
