import { useCallback, useMemo } from 'react'
import { useQuery } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { DebtsPanel } from '../debts/debts-panel.tsx'
import { useDebts } from '../debts/use-debts.ts'
import { DeskHead } from '../desk/desk-head.tsx'
import { LoadCounts, PeopleLoad } from '../desk/load-panel.tsx'
import { NoDepartment } from '../desk/no-department.tsx'
import { useCanAct } from '../desk/use-can-act.ts'
import { type Desk, DeskQuery } from '../documents/queue-documents.ts'
import { applyChanges, settle, sweep } from '../queue/calm-queue.ts'
import { choiceOf } from '../queue/queue-choice.ts'
import { QueueList } from '../queue/queue-list.tsx'
import { useChosen } from '../queue/use-chosen.ts'
import { useDeeds } from '../queue/use-deeds.ts'
import { type Reading, useQueue } from '../queue/use-queue.ts'
import { Link, useAddress, withParams } from '../router.tsx'
import styles from './queue-page.module.css'

/** What a department has to do: all that is ready, under way or on hold, the most urgent first. */
export function QueuePage({ department }: { readonly department: string }) {
  const [{ data, error }] = useQuery({ query: DeskQuery, variables: { department } })
  const desk = data?.department
  const title = usePageTitle(desk ? `${desk.name}: queue` : 'Queue')
  const isMissing = (data && !desk) || codeOf(error) === 'NOT_FOUND'
  return (
    <>
      <DeskHead
        department={isMissing ? null : department}
        name={desk?.name ?? (isMissing ? 'No such department' : 'Queue')}
        title={title}
      />
      {error && !isMissing && (
        <Notice kind="error" title="The department could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {isMissing && <NoDepartment />}
      {!data && !error && <Loading what="the queue" />}
      {desk && <Queue desk={desk} />}
    </>
  )
}

function Queue({ desk }: { readonly desk: Desk }) {
  const { queue, reading, setQueue, readAnew } = useQueue(desk.key)
  const deeds = useDeeds((task) => setQueue((now) => applyChanges(now, [{ task, words: null }], Date.now())))
  const canAct = useCanAct(desk.key)
  const address = useAddress()
  const chosen = address.searchParams.get('show')
  const choice = useMemo(() => choiceOf(chosen, Date.now()), [chosen])
  const rows = useChosen(queue.rows, choice)
  const tasks = useMemo(() => queue.rows.filter((row) => !row.isGone).map((row) => row.task), [queue.rows])
  const members = desk.members.edges.map((edge) => edge.node)
  const onShow = useCallback(() => setQueue((now) => settle(now, Date.now())), [setQueue])
  const onSweep = useCallback(
    (isLookedAt: (id: string) => boolean) => setQueue((now) => sweep(now, isLookedAt)),
    [setQueue],
  )
  if (reading.total === null && !reading.error) return <Loading what="the queue" />
  return (
    <>
      <LoadCounts tasks={tasks} chosen={chosen} isWhole={reading.isWhole} />
      <PeopleLoad desk={desk} tasks={tasks} chosen={chosen} />
      <OwnDebts desk={desk} />
      <ReadingState reading={reading} read={tasks.length} onAgain={readAnew} />
      {!canAct && (
        <p className={styles.note}>
          You see the steps of orders that concern you. Only {desk.name} itself works on them.
        </p>
      )}
      {rows.length === 0 && reading.isWhole && <NothingHere isChosen={choice !== null} address={address} />}
      {(rows.length > 0 || queue.arrived.size > 0) && (
        <QueueList
          department={desk.key}
          rows={rows}
          arrived={queue.arrived.size}
          members={members}
          canAct={canAct}
          deeds={deeds}
          onShow={onShow}
          onSweep={onSweep}
        />
      )}
    </>
  )
}

/** What the department itself owes the others, for its members. */
function OwnDebts({ desk }: { readonly desk: Desk }) {
  const { list, unread } = useDebts()
  const own = (list ?? []).filter((debt) => debt.owedBy?.key === desk.key)
  return <DebtsPanel who={`${desk.name} owes`} debts={own} unread={unread} />
}

type ReadingProps = { readonly reading: Reading; readonly read: number; readonly onAgain: () => void }

function ReadingState({ reading, read, onAgain }: ReadingProps) {
  if (reading.error)
    return (
      <Notice kind="error" title="The queue could not be read">
        <p>{tell(reading.error)}</p>
        <button type="button" className="button" onClick={onAgain}>
          Read it again
        </button>
      </Notice>
    )
  if (reading.isWhole) return null
  return (
    <p className={styles.note} role="status">
      {read} of {reading.total} read; the rest is on its way
    </p>
  )
}

function NothingHere({ isChosen, address }: { readonly isChosen: boolean; readonly address: URL }) {
  if (isChosen)
    return (
      <Notice kind="empty" title="Nothing in this part of the queue">
        <p>
          <Link to={withParams(address, { show: null })}>Show all of the queue</Link>
        </p>
      </Notice>
    )
  return (
    <Notice kind="empty" title="Nothing lies here">
      <p>As soon as another department hands a step over, it appears by itself.</p>
    </Notice>
  )
}
