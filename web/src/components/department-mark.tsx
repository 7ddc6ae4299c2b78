import type { CSSProperties } from 'react'
import styles from './department-mark.module.css'

type Named = { readonly key: string; readonly name: string; readonly isExternal?: boolean }

/** A department's bib: letters, a colour that follows from its key, and a cut corner where it is a partner's. */
export function DepartmentMark({ department }: { readonly department: Named }) {
  const style = { '--hue': hueOf(department.key) } as CSSProperties
  return (
    <span className={styles.bib} style={style} data-external={department.isExternal} aria-hidden="true">
      {lettersOf(department.name)}
    </span>
  )
}

/** Two capitals of two words, the first two letters of one, the first character of a script without spaces. */
export function lettersOf(name: string): string {
  const [first = '?', second] = name.split(/[\s/&-]+/).filter(Boolean)
  const [letter = '?', next = ''] = [...first]
  if (!/\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u.test(letter)) return letter
  return letter.toLocaleUpperCase() + (second ? [...second][0]!.toLocaleUpperCase() : next)
}

/** The same key has the same hue, everywhere and for ever; orange is left to the baton. */
export function hueOf(key: string): number {
  let hash = 0
  for (const letter of key) hash = (hash * 31 + letter.codePointAt(0)!) % 9973
  return 90 + ((hash * 41) % 290)
}
