/**
 * What a date given with probability `share` has cost once `actual` is known, in days: each day too late counts `share`, each day too early
 * the rest (Koenker, Bassett 1978, "Regression quantiles"). Nothing beats the true quantile in the long run.
 */
export function pinball(share: number, actual: number, given: number): number {
  return actual >= given ? share * (actual - given) : (1 - share) * (given - actual)
}
