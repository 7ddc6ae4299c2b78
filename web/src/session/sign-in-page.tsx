import { useEffect, useState } from 'react'
import { readBearer } from '../bearer.ts'
import { BatonGlyph } from '../components/baton-glyph.tsx'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { type Persona, readPersonas, signInAs } from './session-api.ts'
import styles from './sign-in-page.module.css'
import { TokenForm } from './token-form.tsx'

export function SignInPage() {
  const [personas, setPersonas] = useState<readonly Persona[] | null>(null)
  const [fault, setFault] = useState<string | null>(
    readBearer() && 'The token that was entered is not good, or not any more.',
  )
  const title = usePageTitle('Sign in')
  useEffect(() => {
    readPersonas().then(setPersonas, (error: Error) => {
      setPersonas([])
      setFault(`The personas could not be read: ${error.message}.`)
    })
  }, [])
  const signIn = (person: string) =>
    signInAs(person).catch((error: Error) => setFault(`Not signed in: ${error.message}.`))
  return (
    <main className={styles.page}>
      <header className={styles.band}>
        <BatonGlyph className={styles.baton} />
        <div>
          <h1 {...title}>Baton</h1>
          <p>Who has the order now, who gets it next, and whom to ask.</p>
        </div>
      </header>
      <div className={styles.content}>
        {fault && (
          <Notice kind="error" title="That did not work">
            <p>{fault}</p>
          </Notice>
        )}
        {personas === null && <Loading what="the people" />}
        {personas && personas.length > 0 && <PersonaPicker personas={personas} onPick={signIn} />}
        {personas && <TokenForm alone={personas.length === 0} />}
      </div>
    </main>
  )
}

type PickerProps = { readonly personas: readonly Persona[]; readonly onPick: (person: string) => void }

function PersonaPicker({ personas, onPick }: PickerProps) {
  const departments = Map.groupBy(personas, (persona) => persona.department ?? 'No department')
  return (
    <section aria-labelledby="personas">
      <h2 id="personas">Be somebody of the demo company</h2>
      <p className={styles.hint}>Open a second window as somebody else and watch an order change hands.</p>
      <ol className={styles.lanes}>
        {[...departments].map(([department, people], index) => (
          <li key={department} className={styles.lane}>
            <span className={styles.numeral} aria-hidden="true">
              {index + 1}
            </span>
            <h3>{department}</h3>
            <ul>
              {people.map((persona) => (
                <li key={persona.key}>
                  <button type="button" className={styles.persona} onClick={() => onPick(persona.key)}>
                    <strong>{persona.name}</strong>
                    <span>{persona.title}</span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}
