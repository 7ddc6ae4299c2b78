import { useRef } from 'react'
import type { Member } from '../documents/queue-documents.ts'
import { AskDialog } from './ask-dialog.tsx'
import type { Row } from './calm-queue.ts'
import { HandBar } from './hand-bar.tsx'
import { KeyHelp } from './key-help.tsx'
import { NewsBar } from './news-bar.tsx'
import { ResultTray } from './result-tray.tsx'
import { StepNeeds } from './step-needs.tsx'
import { useCalmScroll } from './use-calm-scroll.ts'
import { useCommands } from './use-commands.ts'
import type { useDeeds } from './use-deeds.ts'
import { useForeseen } from './use-foreseen.ts'
import { useHand } from './use-hand.ts'
import { useSweep } from './use-sweep.ts'
import { VirtualRows } from './virtual-rows.tsx'

type ListProps = {
  readonly department: string
  readonly rows: readonly Row[]
  readonly arrived: number
  readonly members: readonly Member[]
  readonly canAct: boolean
  readonly deeds: ReturnType<typeof useDeeds>
  readonly onShow: () => void
  readonly onSweep: (isLookedAt: (id: string) => boolean) => void
}

/** The rows with the hand on them: by mouse, by touch, and by one key an action. */
export function QueueList({ department, rows: known, arrived, members, canAct, deeds, onShow, onSweep }: ListProps) {
  const rows = useForeseen(known, deeds.standings)
  const room = useRef<HTMLElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const hand = useHand(list, rows)
  const scroller = useCalmScroll({ list, rows, active: hand.active })
  useSweep(scroller, rows, onSweep)
  const scrollTo = (index: number) => scroller.scrollToIndex(index, { align: 'auto' })
  const commands = useCommands({ room, rows, hand, deeds, canAct, onShow, scrollTo })
  const active = rows[hand.index]?.task
  return (
    <section ref={room} aria-label="Steps in the queue">
      <NewsBar shown={rows.length} arrived={arrived} gone={rows.filter((row) => row.isGone).length} onShow={onShow} />
      <VirtualRows
        list={list}
        rows={rows}
        hand={hand}
        scroller={scroller}
        deeds={deeds}
        canAct={canAct}
        onChoose={commands.choose}
      />
      {deeds.result && <ResultTray result={deeds.result} onClose={deeds.forgetResult} />}
      {canAct && (
        <HandBar
          selected={hand.selected.size}
          possible={commands.possible}
          name={active ? `${active.order.number} ${active.name}` : null}
          onChoose={commands.press}
          onClear={() => hand.select([])}
          onHelp={commands.help}
        >
          {active && <StepNeeds task={active} department={department} />}
        </HandBar>
      )}
      {commands.isHelped && <KeyHelp onClose={commands.close} />}
      {commands.asked && (
        <AskDialog asked={commands.asked} members={members} onClose={commands.close} onAnswer={commands.answer} />
      )}
    </section>
  )
}
