import { useState } from 'react'
import { useQuery } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { DeskHead } from '../desk/desk-head.tsx'
import { NoDepartment } from '../desk/no-department.tsx'
import { useCanAct } from '../desk/use-can-act.ts'
import {
  type AskingDepartment,
  type Counted,
  RequirementFrames,
  RequirementsQuery,
} from '../documents/requirement-documents.ts'
import { useFirstHead } from '../live/use-first-head.ts'
import { useFrames } from '../live/use-frames.ts'
import { useRefetch } from '../live/use-refetch.ts'
import { PublishForm } from '../requirements/publish-form.tsx'
import { RequirementCard } from '../requirements/requirement-card.tsx'
import { KINDS } from '../requirements/requirement-words.ts'
import { END, newest, type Series, seriesOf } from '../requirements/series.ts'
import { go, Link, useAddress, withParams } from '../router.tsx'
import styles from './requirements-page.module.css'

/** What a department asks of the others: what is in force, what comes, who has read it; and where it publishes. */
export function RequirementsPage({ department }: { readonly department: string }) {
  const [result, read] = useQuery({
    query: RequirementsQuery,
    variables: { department, end: END },
    requestPolicy: 'cache-and-network',
  })
  const refetch = useRefetch(result, read)
  const [after, startOver] = useFirstHead(result.data?.feed.head)
  useFrames(RequirementFrames, after === undefined ? null : { department, after }, {
    onFrame: ({ events: { events } }) => {
      if (events.length > 0) refetch()
    },
    onRefused: () => {
      startOver()
      refetch()
    },
  })
  const { data, error } = result
  const found = data?.department
  const title = usePageTitle(found ? `${found.name}: requirements` : 'Requirements')
  const isMissing = (data && !found) || codeOf(error) === 'NOT_FOUND'
  const unread = new Set(data?.viewer.unread.edges.map((edge) => edge.node.id))
  return (
    <>
      <DeskHead
        department={isMissing ? null : department}
        name={found?.name ?? (isMissing ? 'No such department' : 'Requirements')}
        title={title}
      />
      {error && !isMissing && (
        <Notice kind="error" title="The requirements could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {isMissing && <NoDepartment />}
      {!data && !error && <Loading what="the requirements" />}
      {found && <Room department={found} unread={unread} onChanged={refetch} />}
    </>
  )
}

type RoomProps = {
  readonly department: AskingDepartment
  readonly unread: ReadonlySet<string>
  readonly onChanged: () => void
}

function Room({ department, unread, onChanged }: RoomProps) {
  const address = useAddress()
  const canAct = useCanAct(department.key)
  const [published, setPublished] = useState<Counted | null>(null)
  const series = seriesOf(department, Date.now())
  const [known] = useState(() => new Set(series.flatMap(versionsOf)))
  const publishing = address.searchParams.get('publish')
  const leave = () => go(withParams(address, { publish: null }))
  if (canAct && publishing !== null) {
    const superseded = series.find((one) => one.key === publishing)
    return (
      <PublishForm
        key={publishing}
        department={department}
        previous={superseded ? newest(superseded) : null}
        onCancel={leave}
        onPublished={(one) => {
          setPublished(one)
          onChanged()
          leave()
        }}
      />
    )
  }
  return (
    <>
      {published && <Published one={published} />}
      {canAct && (
        <p className={styles.new}>
          <Link to={withParams(address, { publish: '' })} className="button" data-kind="main">
            Ask for something new
          </Link>
        </p>
      )}
      {series.length === 0 && (
        <Notice kind="empty" title={`${department.name} asks for nothing`}>
          <p>
            {canAct
              ? 'Publish a lead time or a notice, and every rep whose order it touches is told.'
              : 'Its members may publish what they need.'}
          </p>
        </Notice>
      )}
      <ByKind
        series={series}
        department={department}
        canAct={canAct}
        unread={unread}
        known={known}
        onChanged={onChanged}
      />
    </>
  )
}

const versionsOf = ({ current, coming }: Series) => [current, ...coming].flatMap((one) => one?.id ?? [])

type ByKindProps = RoomProps & {
  readonly series: readonly Series[]
  readonly canAct: boolean
  readonly known: ReadonlySet<string>
}

function ByKind({ series, department, canAct, unread, known, onChanged }: ByKindProps) {
  return KINDS.map(([kind, name, meaning]) => {
    const own = series.filter((one) => newest(one)?.kind === kind)
    if (own.length === 0) return null
    return (
      <section key={kind} className={styles.kind} aria-labelledby={`kind-${kind}`}>
        <h2 id={`kind-${kind}`}>{name}</h2>
        <p className={styles.meaning}>{meaning}</p>
        <ul className={styles.list}>
          {own.map((one) => (
            <RequirementCard
              key={one.key}
              series={one}
              timeZone={department.timeZone}
              canAct={canAct}
              unread={unread}
              known={known}
              onChanged={onChanged}
            />
          ))}
        </ul>
      </section>
    )
  })
}

function Published({ one }: { readonly one: Counted }) {
  const orders = one.affectedOrders.totalCount ?? 0
  const reps = one.unacknowledgedBy.totalCount ?? 0
  return (
    <Notice kind="info" title={`Version ${one.version} of “${one.title}” is published`}>
      <p>
        It touches {orders} open {orders === 1 ? 'order' : 'orders'} that you see; {reps}{' '}
        {reps === 1 ? 'rep is' : 'reps are'} asked to read it.
      </p>
    </Notice>
  )
}
