import { useId, useRef } from 'react'
import { signOut } from '../session/session-api.ts'
import { chooseTheme, THEMES, useTheme } from '../session/theme.ts'
import { useViewer } from '../session/viewer-context.ts'
import { restartTour } from '../tour/tour-state.ts'
import styles from './who-menu.module.css'

const THEME_WORDS = { system: 'As the system', light: 'Light', dark: 'Dark' }

/** Who one is, and what belongs to that: the theme, the tour, the API, signing out. */
export function WhoMenu() {
  const { person, actor } = useViewer()
  const name = person?.name ?? actor?.name ?? 'Administrator'
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const close = () => panel.current?.hidePopover()
  return (
    <>
      <button type="button" className={styles.who} popoverTarget={id} data-initials={initialsOf(name)}>
        <span className="visually-hidden">Menu of </span>
        <span className={styles.name}>{name}</span>
      </button>
      <div id={id} ref={panel} popover="auto" className={styles.panel}>
        <p className={styles.head}>
          <strong>{name}</strong>
          {person?.title && <span>{person.title}</span>}
          {person?.department && <span>{person.department.name}</span>}
        </p>
        <ThemeChoice />
        <ul className={styles.list}>
          <li>
            <button
              type="button"
              onClick={() => {
                close()
                restartTour()
              }}
            >
              Take the tour
            </button>
          </li>
          <li>
            <a href="/graphql">The API in GraphiQL</a>
          </li>
          <li>
            <button type="button" onClick={signOut}>
              Sign out
            </button>
          </li>
        </ul>
      </div>
    </>
  )
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <fieldset className={styles.themes}>
      <legend>Theme</legend>
      {THEMES.map((one) => (
        <label key={one}>
          <input type="radio" name="theme" checked={theme === one} onChange={() => chooseTheme(one)} />
          {THEME_WORDS[one]}
        </label>
      ))}
    </fieldset>
  )
}

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .flatMap((word) => [...word].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toLocaleUpperCase()
