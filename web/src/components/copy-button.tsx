import { useEffect, useState } from 'react'
import { announce } from '../live/announcer.tsx'
import styles from './copy-button.module.css'

/** Milliseconds for which it says that it has copied. */
const SAID = 2_500

type CopyProps = { readonly text: string; readonly what: string; readonly label?: string }

/** Copies a text and says so. It is not there where the browser lets no page copy: one that was not loaded over TLS. */
export function CopyButton({ text, what, label = 'Copy' }: CopyProps) {
  const [told, tell] = useState<'Copied' | 'Not copied' | null>(null)
  useEffect(() => {
    if (told === null) return
    const timer = setTimeout(() => tell(null), SAID)
    return () => clearTimeout(timer)
  }, [told])
  if (!navigator.clipboard) return null
  const say = (outcome: 'Copied' | 'Not copied') => {
    tell(outcome)
    announce(`${outcome}: ${text}`)
  }
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Not copied'),
    )
  return (
    <button type="button" className={styles.copy} aria-label={`Copy ${what}`} onClick={copy} data-told={told}>
      {told === 'Copied' ? '✓ Copied' : (told ?? label)}
    </button>
  )
}
