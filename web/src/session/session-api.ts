import { forgetBearer } from '../bearer.ts'

export type Persona = {
  readonly key: string
  readonly name: string
  readonly title: string | null
  readonly department: string | null
}

/** Whom one can be in the demo; nobody where there is no demo. */
export async function readPersonas(): Promise<readonly Persona[]> {
  const answer = await fetch('/session/personas', { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`Baton answered ${answer.status}`)
  const { personas } = (await answer.json()) as { personas: Persona[] }
  return personas
}

/** Ends what was before, then goes on as this person. The page is loaded anew, so that nothing of the one before stays. */
export async function signInAs(person: string): Promise<void> {
  forgetBearer()
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  if (!answer.ok) throw new Error(`Baton answered ${answer.status}`)
  window.location.reload()
}

export async function signOut(): Promise<void> {
  forgetBearer()
  await fetch('/session', { method: 'DELETE' }).catch(() => {})
  window.location.assign('/')
}
