import { lazy, Suspense } from 'react'
import { useTourStep } from './tour-state.ts'

const TourCard = lazy(async () => ({ default: (await import('./tour-card.tsx')).TourCard }))

/** Loaded only by whoever has not put it away. */
export function Tour() {
  const step = useTourStep()
  if (step === null) return null
  return (
    <Suspense>
      <TourCard step={step} />
    </Suspense>
  )
}
