import { go, useAddress, withParams } from '../router.tsx'
import styles from './need-chips.module.css'
import { NeedMark } from './need-mark.tsx'
import { NEED_WORDS, NEEDS, type Need } from './needs.ts'

type ChipsProps = {
  readonly counts: ReadonlyMap<Need, number>
  readonly chosen: Need | null
  /** Of how many orders that is counted, where that is not all; null: of all. */
  readonly among: number | null
}

/** What needs the rep first, counted; pressing one shows these alone. */
export function NeedChips({ counts, chosen, among }: ChipsProps) {
  const address = useAddress()
  const choose = (need: Need) => go(withParams(address, { need: chosen === need ? null : need }), 'replace')
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">What needs you first</legend>
      {NEEDS.map((need) => (
        <button
          key={need}
          type="button"
          className={styles.chip}
          aria-pressed={chosen === need}
          data-none={!counts.get(need)}
          onClick={() => choose(need)}
        >
          <NeedMark need={need}>{NEED_WORDS[need]}</NeedMark> <b>{counts.get(need) ?? 0}</b>
        </button>
      ))}
      {among !== null && <span className={styles.among}>among the {among} that are read</span>}
    </fieldset>
  )
}
