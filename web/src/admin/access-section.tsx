import { useViewer } from '../session/viewer-context.ts'
import styles from './admin.module.css'

const ROLES = {
  ADMIN: 'sees everything and publishes workflows',
  DEPARTMENT: 'works on the steps of a department and says what it requires',
  INTEGRATION: 'another system, by its token',
  REP: 'places orders and promises dates',
}

/** What one may do oneself. Tokens cannot be listed or made over the API yet; where they come from is said instead. */
export function AccessSection({ scopes }: { readonly scopes: readonly string[] | null }) {
  const { roles } = useViewer()
  return (
    <section aria-labelledby="access">
      <h2 id="access" className={styles.title}>
        Access
      </h2>
      <ul className={styles.access}>
        {roles.map((role) => (
          <li key={role}>
            <strong>{role.toLowerCase()}</strong> <span className={styles.soft}>{ROLES[role]}</span>
          </li>
        ))}
        {scopes?.map((scope) => (
          <li key={scope}>
            <code>{scope.toLowerCase().replace('_', ':')}</code>
          </li>
        ))}
      </ul>
      <p className={styles.soft}>
        Tokens for other systems: the demo’s are in <code>demo-tokens.json</code> in its data folder; the token that may
        do everything is <code>BATON_ADMIN_TOKEN</code>, set where Baton is started. They cannot be listed here.
      </p>
    </section>
  )
}
