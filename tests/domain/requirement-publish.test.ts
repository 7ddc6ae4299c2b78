import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../server/domain/refusal.ts'
import { inForce, type Requirement } from '../../server/domain/requirement.ts'
import { publishVersion, type RequirementDraft, retireVersion } from '../../server/domain/requirement-publish.ts'
import { refused } from './refused.ts'
import { requirement, requirementDraft } from './requirements.ts'

const day = (number: number) => Date.UTC(2026, 0, number)

describe('publishing', () => {
  test('a new series makes version 1, from now on', () => {
    expect(publishVersion([], requirementDraft(), day(5))).toEqual({
      version: 1,
      effectiveFrom: day(5),
      supersedesId: null,
      closes: null,
    })
  })

  test('a new version ends the one before where it begins', () => {
    const one = requirement({ effectiveFrom: day(1) })
    expect(publishVersion([one], requirementDraft({ effectiveFrom: day(9) }), day(5))).toEqual({
      version: 2,
      effectiveFrom: day(9),
      supersedesId: one.id,
      closes: { id: one.id, effectiveTo: day(9) },
    })
  })

  test('follows the latest version, in whatever order they come', () => {
    const versions = [2, 3, 1].map((version) => requirement({ version, effectiveFrom: day(version) }))
    expect(publishVersion(versions, requirementDraft(), day(5))).toMatchObject({ version: 4, supersedesId: 13 })
  })

  test('at the moment the latest begins leaves that one no time', () => {
    const one = requirement({ effectiveFrom: day(9) })
    const published = publishVersion([one], requirementDraft({ effectiveFrom: day(9) }), day(5))
    expect(published.closes).toEqual({ id: one.id, effectiveTo: day(9) })
  })

  test('before the latest begins is refused, by the field and the limit', () => {
    const one = requirement({ effectiveFrom: day(9) })
    for (const effectiveFrom of [day(8), null])
      expect(refused(() => publishVersion([one], requirementDraft({ effectiveFrom }), day(8)))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'effectiveFrom',
        value: '2026-01-08T00:00:00Z',
        limit: '2026-01-09T00:00:00Z',
      })
  })

  test('after the series was retired leaves the gap as it is', () => {
    const one = requirement({ effectiveFrom: day(1), effectiveTo: day(3) })
    expect(publishVersion([one], requirementDraft(), day(5))).toMatchObject({ version: 2, closes: null })
  })

  test('before a retirement that is still to come brings the end forward', () => {
    const one = requirement({ effectiveFrom: day(1), effectiveTo: day(30) })
    expect(publishVersion([one], requirementDraft(), day(5)).closes).toEqual({ id: one.id, effectiveTo: day(5) })
  })
})

describe('the rules of each kind', () => {
  test.each(['LEAD_TIME', 'RAMP_UP'] as const)('%s needs a duration', (kind) => {
    expect(refused(() => publishVersion([], requirementDraft({ kind }), day(5)))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'duration',
    })
    expect(publishVersion([], requirementDraft({ kind, duration: 'P3D' }), day(5)).version).toBe(1)
  })

  test.each(['NOTICE', 'INFORMATION'] as const)('%s may have a duration', (kind) => {
    for (const duration of [null, 'P7D'])
      expect(publishVersion([], requirementDraft({ kind, duration }), day(5)).version).toBe(1)
  })
})

test.each<[string, Partial<RequirementDraft>]>([
  ['key', { key: '' }],
  ['key', { key: 'x'.repeat(121) }],
  ['title', { title: '  ' }],
  ['title', { title: 'x'.repeat(201) }],
  ['details', { details: 'a\0' }],
  ['formUrl', { formUrl: 'forms/7' }],
  ['formUrl', { formUrl: 'javascript:alert(1)' }],
  ['formUrl', { formUrl: 'data:text/html,x' }],
  ['duration', { duration: 'P1W' }],
  ['appliesWhen', { appliesWhen: 'order.number' }],
])('a draft with a bad %s is refused by name (%j)', (field, rest) => {
  expect(refused(() => publishVersion([], requirementDraft(rest), day(5)))).toMatchObject({
    code: 'BAD_USER_INPUT',
    field,
  })
})

test('a draft with all there is to say is published', () => {
  const full = {
    details: 'By e-mail',
    formUrl: 'https://forms.example/7?x=1',
    duration: 'PT4H',
    appliesWhen: 'order.isNewCustomer',
  }
  expect(publishVersion([], requirementDraft(full), day(5)).version).toBe(1)
})

describe('retiring', () => {
  test('ends the latest version, now or at the moment named', () => {
    const versions = [
      requirement({ effectiveFrom: day(1), effectiveTo: day(2) }),
      requirement({ version: 2, effectiveFrom: day(2) }),
    ]
    expect(retireVersion(versions, null, day(5))).toEqual({ id: 12, effectiveTo: day(5) })
    expect(retireVersion(versions, day(9), day(5))).toEqual({ id: 12, effectiveTo: day(9) })
  })

  test('can be put off until it has come', () => {
    const one = requirement({ effectiveFrom: day(1), effectiveTo: day(9) })
    expect(retireVersion([one], day(20), day(5)).effectiveTo).toBe(day(20))
    expect(refused(() => retireVersion([one], day(20), day(9)))).toMatchObject({ code: 'CONFLICT', currentVersion: 1 })
  })

  test('before the latest version begins is refused', () => {
    const one = requirement({ effectiveFrom: day(9) })
    expect(refused(() => retireVersion([one], null, day(5)))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'effectiveTo',
    })
  })

  test('a series that has no version is refused', () => {
    expect(refused(() => retireVersion([], null, day(5))).code).toBe('BAD_USER_INPUT')
  })
})

type Turn = { readonly retires: boolean; readonly effective: number | null; readonly wait: number }

/** A series after random publishing and retiring; what is refused leaves it as it was. */
function seriesAfter(turns: readonly Turn[]): Requirement[] {
  let series: Requirement[] = []
  let at = 1_000
  for (const { retires, effective, wait } of turns) {
    at += wait
    try {
      series = retires ? retired(series, effective, at) : published(series, effective, at)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return series
}

function published(series: readonly Requirement[], effectiveFrom: number | null, at: number): Requirement[] {
  const { closes, ...next } = publishVersion(series, requirementDraft({ effectiveFrom }), at)
  const closed = series.map((old) => (old.id === closes?.id ? { ...old, effectiveTo: closes.effectiveTo } : old))
  return [...closed, requirement({ ...next, id: 100 + next.version })]
}

function retired(series: readonly Requirement[], effectiveTo: number | null, at: number): Requirement[] {
  const end = retireVersion(series, effectiveTo, at)
  return series.map((old) => (old.id === end.id ? { ...old, effectiveTo: end.effectiveTo } : old))
}

test('two versions of a series are never in force at once, whatever is published and retired', () => {
  const moment = fc.option(fc.integer({ min: 980, max: 1_060 }), { freq: 3 })
  const turn = fc.record({ retires: fc.boolean(), effective: moment, wait: fc.nat(10) })
  let longest = 0
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 15, size: 'max' }), (turns) => {
      const series = seriesAfter(turns)
      longest = Math.max(longest, series.length)
      expect(series.map((version) => version.version)).toEqual(series.map((_, index) => index + 1))
      expect(series.every((version) => (version.effectiveTo ?? version.effectiveFrom) >= version.effectiveFrom)).toBe(
        true,
      )
      for (let at = 970; at < 1_300; at++) {
        const covering = series.filter(
          (version) => version.effectiveFrom <= at && at < (version.effectiveTo ?? Number.POSITIVE_INFINITY),
        )
        expect(covering.length).toBeLessThanOrEqual(1)
        expect(inForce(series, at)).toBe(covering[0] ?? null)
      }
    }),
  )
  expect(longest).toBeGreaterThan(3)
})
