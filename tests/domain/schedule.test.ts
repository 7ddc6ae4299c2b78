import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Activity, Circle, deliveryOf, schedule, topological } from '../../server/domain/schedule.ts'

/** An activity that takes so long, on a clock that never stops. */
function takes(time: number, before: number[] = [], known: Partial<Activity> = {}): Activity {
  return {
    before,
    delivers: false,
    notBefore: Number.NEGATIVE_INFINITY,
    readyAt: null,
    finishedAt: null,
    finish: (ready) => ready + time,
    latestReady: (finish) => finish - time,
    ...known,
  }
}

const delivers = { delivers: true }

describe('a plan', () => {
  test('has each activity as early as those before it let it be', () => {
    const planned = schedule([takes(2), takes(5), takes(3, [0, 1], delivers)], 100, 0, null)
    expect(planned.map(({ ready, finish }) => [ready, finish])).toEqual([
      [100, 102],
      [100, 105],
      [105, 108],
    ])
  })

  test('has each as late as the deadline allows, and what comes after delivery free of it', () => {
    const planned = schedule([takes(2), takes(5), takes(3, [0, 1], delivers), takes(9, [2])], 100, 0, 120)
    expect(planned.map(({ latestReady, latestFinish }) => [latestReady, latestFinish])).toEqual([
      [115, 117],
      [112, 117],
      [117, 120],
      [null, null],
    ])
  })

  test('has none ready before what must be over beside the earlier ones', () => {
    const planned = schedule([takes(2), takes(3, [0], { notBefore: 110, ...delivers })], 100, 0, 120)
    expect(planned).toMatchObject([
      { finish: 102, latestFinish: 117 },
      { ready: 110, finish: 113, latestReady: 117 },
    ])
  })

  test('holds to what is known, and finishes nothing in the past', () => {
    const planned = schedule(
      [takes(2, [], { readyAt: 90, finishedAt: 99 }), takes(5, [0], { readyAt: 99 })],
      80,
      130,
      200,
    )
    expect(planned).toEqual([
      { ready: 90, finish: 99, latestReady: null, latestFinish: null },
      { ready: 99, finish: 130, latestReady: null, latestFinish: null },
    ])
  })

  test('delivers when the last delivering activity is finished', () => {
    const activities = [takes(2, [], delivers), takes(5, [], delivers), takes(90, [0, 1])]
    expect(deliveryOf(activities, schedule(activities, 100, 0, null))).toBe(105)
    expect(deliveryOf([takes(1)], schedule([takes(1)], 0, 0, null))).toBeNull()
  })

  test('is refused where an activity waits for itself', () => {
    expect(() => topological([{ before: [1] }, { before: [0] }])).toThrow(Circle)
  })
})

/** Up to 40 activities, each after some of those drawn before it, and then all in another order. */
const anyPlan = fc
  .array(fc.tuple(fc.nat(50), fc.array(fc.nat(40), { maxLength: 4 }), fc.boolean()), { minLength: 1, maxLength: 40 })
  .chain((drawn) => fc.tuple(fc.constant(drawn), fc.shuffledSubarray([...drawn.keys()], { minLength: drawn.length })))
  .map(([drawn, places]) => {
    const activities: Activity[] = []
    drawn.forEach(([time, before, isDelivering], index) => {
      const earlier = index === 0 ? [] : [...new Set(before.map((one) => places[one % index]!))]
      activities[places[index]!] = takes(time, earlier, { delivers: isDelivering })
    })
    return activities
  })

describe('any plan', () => {
  test('is as long as its longest way', () => {
    fc.assert(
      fc.property(anyPlan, (activities) => {
        const planned = schedule(activities, 0, 0, null)
        const longest = (place: number): number =>
          activities[place]!.finish(Math.max(0, ...activities[place]!.before.map(longest)))
        for (const place of activities.keys()) expect(planned[place]!.finish).toBe(longest(place))
      }),
      { numRuns: 50 },
    )
  })

  test('meets the deadline where each is finished as late as allowed, and not where one is a moment later', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(30), (activities, spare) => {
        const deadline = (deliveryOf(activities, schedule(activities, 0, 0, null)) ?? 0) + spare
        for (const [place, { latestFinish }] of schedule(activities, 0, 0, deadline).entries()) {
          if (latestFinish === null) continue
          const with_ = (finishedAt: number) => activities.with(place, { ...activities[place]!, finishedAt })
          const at = (finishedAt: number) => deliveryOf(activities, schedule(with_(finishedAt), 0, 0, null))!
          expect(at(latestFinish)).toBeLessThanOrEqual(deadline)
          expect(at(latestFinish + 1)).toBeGreaterThan(deadline)
        }
      }),
    )
  })
})
