type Sorted = Float64Array | Int32Array

/** How many numbers of an ascending list are less than `limit`; the place of the first that is not. */
export function countBelow(sorted: Sorted, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** How many numbers of an ascending list are at most `limit`; the place of the first above it. */
export function countUpTo(sorted: Sorted, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
