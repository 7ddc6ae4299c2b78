import { useEffect } from 'react'
import { announce } from '../live/announcer.tsx'
import styles from './news-bar.module.css'

type NewsProps = {
  readonly shown: number
  readonly arrived: number
  readonly gone: number
  readonly onShow: () => void
}

/** Says what waits to be shown, over the rows and not among them: they never jump. Read out once, not at each. */
export function NewsBar({ shown, arrived, gone, onShow }: NewsProps) {
  const isNews = arrived > 0
  useEffect(() => {
    if (isNews) announce('There are new steps in the queue. N shows them.')
  }, [isNews])
  const parts = [arrived > 0 && `${arrived} new`, gone > 0 && `${gone} left the queue`].filter(Boolean)
  return (
    <>
      <p className={styles.sum}>
        {shown} {shown === 1 ? 'step' : 'steps'}, the most urgent first
      </p>
      <div className={styles.float}>
        {parts.length > 0 && (
          <button type="button" className={styles.news} onClick={onShow}>
            {parts.join(', ')} – show <kbd>N</kbd>
          </button>
        )}
      </div>
    </>
  )
}
