import styles from './switch.module.css'

type SwitchProps<Key extends string> = {
  readonly legend: string
  readonly ways: Readonly<Record<Key, string>>
  readonly chosen: Key
  readonly onChoose: (key: Key) => void
}

/** Ways to show the same thing, one of which is chosen. */
export function Switch<Key extends string>({ legend, ways, chosen, onChoose }: SwitchProps<Key>) {
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{legend}</legend>
      {Object.entries<string>(ways).map(([key, word]) => (
        <button key={key} type="button" aria-pressed={key === chosen} onClick={() => onChoose(key as Key)}>
          {word}
        </button>
      ))}
    </fieldset>
  )
}
