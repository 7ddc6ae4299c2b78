import type { FormEvent } from 'react'
import { keepBearer } from '../bearer.ts'
import styles from './sign-in-page.module.css'

/** `alone`: there are no personas, a token is the only way in. */
export function TokenForm({ alone }: { readonly alone: boolean }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const token = new FormData(event.currentTarget).get('token')
    if (typeof token !== 'string' || token.trim() === '') return
    keepBearer(token.trim())
    window.location.reload()
  }
  return (
    <section className={styles.token} aria-labelledby="token-title">
      <h2 id="token-title">{alone ? 'A bearer token is needed' : 'Or use a bearer token'}</h2>
      <p className={styles.hint}>
        {alone && 'This Baton has no demo company to choose a person from. '}
        An administrator hands out tokens; they begin with <code>bat_</code>. It is kept until this tab is closed.
      </p>
      <form onSubmit={submit} className={styles.form}>
        <label htmlFor="token">Token</label>
        <input id="token" name="token" type="password" autoComplete="off" required spellCheck={false} />
        <button type="submit" className="button" data-kind="main">
          Go on
        </button>
      </form>
    </section>
  )
}
