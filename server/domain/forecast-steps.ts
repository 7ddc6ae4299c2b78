import { quantileOf } from './distribution.ts'
import type { Simulated } from './forecast.ts'
import type { StepForecast } from './forecast-ground.ts'
import { criticalities, startIn } from './forecast-path.ts'
import { type Activity, schedule } from './schedule.ts'
import type { Instant } from './vocabulary.ts'

/** When each step starts and finishes, by when it must to deliver by `deadline`, and how much it matters; by place. */
export function stepForecasts(simulated: Simulated, deadline: Instant): StepForecast[] {
  const { ground, estimates, runs } = simulated
  const critical = criticalities(simulated)
  const planned = schedule(activitiesOf(simulated), ground.placedAt, ground.now, deadline)
  return ground.steps.map((step, place) => {
    const { latestFinish } = planned[place]!
    const starts = Float64Array.from({ length: runs }, (_, run) => startIn(simulated, place, run))
    const [finish, finishP85] = [0.5, 0.85].map((share) => columnAt(simulated.finish[place]!, share))
    const hasStarted = step.run !== null && (step.run.startedAt ?? step.run.finishedAt) !== null
    const typicalWork = quantileOf(estimates[place]!.work, 0.5)
    return {
      key: step.key,
      start: columnAt(starts, 0.5),
      finish: finish!,
      finishP85: finishP85!,
      latestStart: hasStarted || latestFinish === null ? null : backIn(simulated, place, latestFinish, typicalWork),
      latestFinish,
      slack: latestFinish === null ? null : step.time.between(finish!, latestFinish),
      criticality: critical[place]!,
      sampleSize: estimates[place]!.sampleSize,
      source: estimates[place]!.source,
    }
  })
}

/** The order as a plan in which each step takes its median. */
function activitiesOf(simulated: Simulated): Activity[] {
  return simulated.ground.steps.map((step, place) => {
    const { wait, work } = simulated.estimates[place]!
    const time = Math.round(quantileOf(wait, 0.5) + quantileOf(work, 0.5))
    return {
      before: step.before,
      delivers: simulated.delivering.includes(place),
      notBefore: simulated.leadInsEnd[place]!,
      readyAt: step.run?.readyAt ?? null,
      finishedAt: step.run?.finishedAt ?? null,
      finish: (ready) => (step.published?.clock === 'ELAPSED' ? ready + time : step.time.add(ready, time)),
      latestReady: (finish) => backIn(simulated, place, finish, time),
    }
  })
}

function backIn({ ground }: Simulated, place: number, from: Instant, span: number): Instant {
  const { time, published } = ground.steps[place]!
  return published?.clock === 'ELAPSED' ? from - span : time.subtract(from, Math.round(span))
}

/** The value that is not exceeded in that share of the runs. */
function columnAt(column: Float64Array, share: number): number {
  const rank = Math.min(column.length - 1, Math.max(0, Math.ceil(share * column.length) - 1))
  return selected(column.slice(), rank)
}

/** The number at `rank` if they were sorted: Hoare's FIND (1961). Moves them about. */
function selected(numbers: Float64Array, rank: number): number {
  let [left, right] = [0, numbers.length - 1]
  while (left < right) {
    const pivot = numbers[rank]!
    let [low, high] = [left, right]
    while (low <= high) {
      while (numbers[low]! < pivot) low++
      while (pivot < numbers[high]!) high--
      if (low > high) break
      const swapped = numbers[low]!
      numbers[low++] = numbers[high]!
      numbers[high--] = swapped
    }
    if (high < rank) left = low
    if (rank < low) right = high
  }
  return numbers[rank]!
}
