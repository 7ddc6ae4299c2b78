import { type ReactNode, useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { BatonGlyph } from '../components/baton-glyph.tsx'
import { TourOrderQuery } from '../documents/tour-documents.ts'
import { go, orderPath, queuePath } from '../router.tsx'
import { readPersonas } from '../session/session-api.ts'
import { useViewer } from '../session/viewer-context.ts'
import styles from './tour-card.module.css'
import { endTour, goToTourStep, isFirstRun } from './tour-state.ts'

type Step = { readonly title: string; readonly text: ReactNode; readonly to: string | null }

/** Four steps through the rooms. It stands above what it speaks of and covers nothing; by itself it comes in the demo alone. */
export function TourCard({ step }: { readonly step: number }) {
  const isWanted = useWanted()
  const steps = useSteps()
  const shown = steps[step]
  if (!isWanted || !shown) return null
  const visit = (next: number) => {
    goToTourStep(next)
    const to = steps[next]?.to
    if (to) go(to)
  }
  const isLast = step === steps.length - 1
  return (
    <section className={styles.tour} aria-label="Tour">
      <ol className={styles.legs} aria-hidden="true">
        {steps.map(({ title }, index) => (
          <li key={title} data-run={index < step} data-here={index === step}>
            {index === step && <BatonGlyph className={styles.baton} />}
          </li>
        ))}
      </ol>
      <div className={styles.words} aria-live="polite">
        <p className={styles.count}>
          Tour, {step + 1} of {steps.length}
        </p>
        <h2 className={styles.title}>{shown.title}</h2>
        <p>{shown.text}</p>
      </div>
      <div className={styles.choices}>
        {step > 0 && (
          <button type="button" className="button" onClick={() => visit(step - 1)}>
            Back
          </button>
        )}
        <button
          type="button"
          className="button"
          data-kind="main"
          onClick={() => (isLast ? endTour() : visit(step + 1))}
        >
          {isLast ? 'To work' : 'Next'}
        </button>
        {!isLast && (
          <button type="button" className="button" data-kind="quiet" onClick={endTour}>
            Skip the tour
          </button>
        )}
      </div>
    </section>
  )
}

/** Whoever asked for the tour gets it; on a first visit it comes by itself where there is a demo company to look at. */
function useWanted(): boolean {
  const [isWanted, setWanted] = useState(!isFirstRun())
  useEffect(() => {
    if (isWanted) return
    readPersonas().then(
      (personas) => setWanted(personas.length > 0),
      () => {},
    )
  }, [isWanted])
  return isWanted
}

function useSteps(): readonly Step[] {
  const { person, roles } = useViewer()
  const rep = person && roles.includes('REP') ? person.key : null
  const [{ data }] = useQuery({ query: TourOrderQuery, variables: rep ? { rep } : {} })
  const orders = data?.orders?.edges.map(({ node }) => node) ?? []
  const order = orders.find(({ steps }) => steps.some(({ state }) => state === 'DONE')) ?? orders[0]
  return [
    {
      title: 'Every order is in somebody’s hands',
      text: 'Each order says who has the order now and who gets it next. Orange is the baton: somebody should act there. A baton that lies flat is held by nobody.',
      to: '/orders',
    },
    {
      title: 'The map of one order',
      text: 'A lane is a department, a leg is a step. Solid ways were run, dashed ones are to come. Point at a leg to see whom to ask, its runs and its holds.',
      to: order ? orderPath(order.number) : '/orders',
    },
    {
      title: 'The desk of a department',
      text: 'What can be done next, the most urgent first: take it, start it, complete it, or hand it back with the reason. Be somebody else in a private window and watch this page change by itself.',
      to: person?.department ? queuePath(person.department.key) : '/departments',
    },
    {
      title: 'Find anything',
      text: (
        <>
          <kbd>Ctrl K</kbd> or <kbd>⌘K</kbd> finds orders, customers, people, departments and products from anywhere.
          The menu with your initials has the theme, and this tour again.
        </>
      ),
      to: null,
    },
  ]
}
