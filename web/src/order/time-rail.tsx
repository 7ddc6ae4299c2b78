import { type CSSProperties, useEffect, useEffectEvent, useState } from 'react'
import { formatMoment, formatShortDay } from '../components/format.ts'
import { Moment } from '../components/moment.tsx'
import { announce } from '../live/announcer.tsx'
import { useWidth } from '../relay-map/use-width.ts'
import { describeEvent, isToldByAnother } from './describe-event.ts'
import { dayMarks, type Happened, markOf, momentAt } from './moments.ts'
import styles from './time-rail.module.css'
import type { Past } from './use-past.ts'

type RailProps = { readonly moments: readonly Happened[]; readonly past: Past }

/** Milliseconds for which each moment is shown when the past is played. */
const BEAT = 1_100

/** The order's time, a stop for each moment at which something happened and the last one for now. */
export function TimeRail({ moments, past }: RailProps) {
  const now = moments.length
  const stop = past.at === null ? now : momentAt(moments, past.at)
  const moveTo = (to: number) => past.moveTo(moments[to]?.at ?? null)
  const [isPlaying, play] = usePlay({ stop, now, isReading: past.isReading, moveTo })
  const stepTo = (to: number) => {
    play(false)
    moveTo(to)
    announce(inWords(moments, to))
  }
  const start = () => {
    if (stop >= now) moveTo(0)
    play(!isPlaying)
  }
  return (
    <div className={styles.rail} data-past={past.at !== null}>
      <div className={styles.controls}>
        <Control name="One moment back" shape="M11 3 4 8l7 5z" isOff={stop <= 0} onPress={() => stepTo(stop - 1)} />
        <Control
          name={isPlaying ? 'Stop playing' : 'Play what happened'}
          shape={isPlaying ? 'M5 3v10M11 3v10' : 'M4.5 2.500v11L13 8z'}
          isOff={now < 2}
          onPress={start}
        />
        <Control name="One moment on" shape="m5 3 7 5-7 5z" isOff={stop >= now} onPress={() => stepTo(stop + 1)} />
      </div>
      <div className={styles.slide}>
        <input
          type="range"
          className={styles.range}
          aria-label="Moment shown"
          aria-valuetext={inWords(moments, stop)}
          min={0}
          max={now}
          value={stop}
          onChange={(event) => {
            play(false)
            moveTo(event.target.valueAsNumber)
          }}
          style={{ '--part': stop / Math.max(1, now) } as CSSProperties}
        />
        <Ticks moments={moments} />
      </div>
      <Told moments={moments} past={past} stop={stop} onNow={() => stepTo(now)} />
    </div>
  )
}

type ControlProps = {
  readonly name: string
  readonly shape: string
  readonly isOff: boolean
  readonly onPress: () => void
}

/** It keeps the focus when there is nowhere further to go: a disabled button would lose it. */
function Control({ name, shape, isOff, onPress }: ControlProps) {
  return (
    <button
      type="button"
      className={styles.control}
      aria-label={name}
      title={name}
      aria-disabled={isOff}
      onClick={isOff ? undefined : onPress}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shape} />
      </svg>
    </button>
  )
}

/** In rem, what a day needs to be written under the rail. */
const DAY_WIDTH = 4

function Ticks({ moments }: { readonly moments: readonly Happened[] }) {
  const { ref, width, rem } = useWidth()
  const place = (index: number) => ({ left: `${(100 * index) / Math.max(1, moments.length)}%` })
  const least = width > 0 ? Math.ceil((moments.length * DAY_WIDTH * rem) / width) : moments.length
  const days = dayMarks(moments, formatShortDay, least).filter(({ index }) => moments.length - index >= least)
  return (
    <div ref={ref} className={styles.ticks} aria-hidden="true">
      {moments.map((moment, index) => (
        <span key={moment.at} className={styles.tick} data-mark={markOf(moment)} style={place(index)} />
      ))}
      {days.map(({ index, at }) => (
        <span key={at} className={styles.day} style={place(index)}>
          {formatShortDay(at)}
        </span>
      ))}
      <span className={styles.day} data-now="true" style={place(moments.length)}>
        Now
      </span>
    </div>
  )
}

type ToldProps = RailProps & { readonly stop: number; readonly onNow: () => void }

/** What the slider stands on, in words, and the way back. */
function Told({ moments, past, stop, onNow }: ToldProps) {
  const moment = moments[stop]
  if (past.at === null || !moment) return <p className={styles.hint}>Drag back to see the order as it was.</p>
  return (
    <div className={styles.told}>
      <p className={styles.past}>
        <strong>The past:</strong> as it was on <Moment at={moment.at} />
      </p>
      <p className={styles.happened}>{past.fault ?? sentence(moment)}</p>
      <button type="button" className="button" data-kind="main" onClick={onNow}>
        Back to now
      </button>
    </div>
  )
}

const sentence = ({ events }: Happened) =>
  events
    .filter((event) => !isToldByAnother(event))
    .map((event) => describeEvent(event))
    .join(' · ')

function inWords(moments: readonly Happened[], stop: number): string {
  const moment = moments[stop]
  return moment ? `${formatMoment(moment.at)}: ${sentence(moment)}` : 'Now'
}

type Play = {
  readonly stop: number
  readonly now: number
  readonly isReading: boolean
  readonly moveTo: (to: number) => void
}

/** Goes on from moment to moment, each when the one before has been shown, until now. */
function usePlay({ stop, now, isReading, moveTo }: Play): readonly [isPlaying: boolean, play: (is: boolean) => void] {
  const [isPlaying, setPlaying] = useState(false)
  const goOn = useEffectEvent(() => moveTo(stop + 1))
  useEffect(() => {
    if (!isPlaying || isReading) return
    if (stop >= now) return setPlaying(false)
    const timer = setTimeout(() => goOn(), BEAT)
    return () => clearTimeout(timer)
  }, [isPlaying, isReading, stop, now])
  return [isPlaying, setPlaying]
}
