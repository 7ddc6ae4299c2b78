import { useQuery } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Moment } from '../components/moment.tsx'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { WorkflowQuery, type WorkflowVersion } from '../documents/workflow-documents.ts'
import { go, Link, useAddress, withParams } from '../router.tsx'
import { type Difference, differenceOf } from '../workflows/difference.ts'
import { StepsList } from '../workflows/steps-list.tsx'
import { WorkflowPicture } from '../workflows/workflow-picture.tsx'
import styles from './workflow-page.module.css'

/** One version of a workflow; what differs from another version where one was chosen. */
export function WorkflowPage({ workflow }: { readonly workflow: string }) {
  const { searchParams } = useAddress()
  const version = versionIn(searchParams.get('version'))
  const against = versionIn(searchParams.get('against'))
  const variables = { key: workflow, version, against, withAgainst: against !== null }
  const [{ data, error }] = useQuery({ query: WorkflowQuery, variables })
  const shown = data?.shown
  const title = usePageTitle(shown?.name ?? 'Workflow')
  const isMissing = (data && !shown) || codeOf(error) === 'NOT_FOUND'
  return (
    <>
      <p>
        <Link to="/workflows">Workflows</Link>
      </p>
      <h1 {...title}>{shown?.name ?? 'Workflow'}</h1>
      {error && !isMissing && (
        <Notice kind="error" title="The workflow could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {isMissing && <NoWorkflow workflow={workflow} version={version} isKnown={Boolean(data?.newest)} />}
      {!data && !error && <Loading what="the workflow" />}
      {shown && data.newest && (
        <VersionView shown={shown} against={data.against ?? null} newest={data.newest.version} />
      )}
    </>
  )
}

const versionIn = (text: string | null) => (text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null)

type MissingProps = { readonly workflow: string; readonly version: number | null; readonly isKnown: boolean }

function NoWorkflow({ workflow, version, isKnown }: MissingProps) {
  return (
    <Notice kind="empty" title={isKnown ? `There is no version ${version}` : `There is no workflow “${workflow}”`}>
      <p>
        {isKnown ? (
          <Link to={withParams(new URL(window.location.href), { version: null, against: null })}>
            See the newest version
          </Link>
        ) : (
          <Link to="/workflows">Choose one of the workflows</Link>
        )}
        .
      </p>
    </Notice>
  )
}

type ViewProps = {
  readonly shown: WorkflowVersion
  readonly against: WorkflowVersion | null
  readonly newest: number
}

function VersionView({ shown, against, newest }: ViewProps) {
  const difference = differenceOf(against?.steps ?? shown.steps, shown.steps)
  return (
    <>
      <p className={styles.facts}>
        Version {shown.version} of {newest}, published <Moment at={shown.publishedAt} />
        {shown.isDiscovered && ' · found in a log, written by nobody'}
      </p>
      <p className={styles.facts}>
        {shown.appliesWhen ? (
          <>
            For orders where <code>{shown.appliesWhen}</code>
          </>
        ) : (
          'For every order that no other workflow is for'
        )}
      </p>
      {newest > 1 ? (
        <VersionChoice shown={shown.version} against={against?.version ?? null} newest={newest} />
      ) : (
        <p className={styles.facts}>There is no other version to compare it with.</p>
      )}
      {against && <Sum difference={difference} against={against} shown={shown} />}
      <WorkflowPicture {...difference} name={shown.name} />
      <h2 className={styles.subtitle}>Its steps</h2>
      <StepsList steps={difference.steps} areCompared={against !== null} />
    </>
  )
}

type ChoiceProps = { readonly shown: number; readonly against: number | null; readonly newest: number }

function VersionChoice({ shown, against, newest }: ChoiceProps) {
  const address = useAddress()
  const versions = Array.from({ length: newest }, (_, index) => newest - index)
  const choose = (name: 'version' | 'against') => (event: { readonly target: { readonly value: string } }) =>
    go(withParams(address, { [name]: event.target.value || null }))
  return (
    <div className={styles.choice}>
      <label>
        Version
        <select value={shown} onChange={choose('version')}>
          {versions.map((one) => (
            <option key={one} value={one}>
              {one === newest ? `${one}, the newest` : one}
            </option>
          ))}
        </select>
      </label>
      <label>
        What changed since
        <select value={against ?? ''} onChange={choose('against')}>
          <option value="">not compared</option>
          {versions
            .filter((one) => one !== shown)
            .map((one) => (
              <option key={one} value={one}>
                version {one}
              </option>
            ))}
        </select>
      </label>
    </div>
  )
}

type SumProps = {
  readonly difference: Difference<WorkflowVersion['steps'][number]>
  readonly against: WorkflowVersion
  readonly shown: WorkflowVersion
}

function Sum({ difference: { steps }, against, shown }: SumProps) {
  const count = (change: string) => steps.filter((one) => one.change === change).length
  const parts = ['added', 'removed', 'moved', 'changed'].flatMap((change) => {
    const number = count(change)
    return number > 0 ? [`${number} ${number === 1 ? 'step' : 'steps'} ${change}`] : []
  })
  const isFor = against.appliesWhen !== shown.appliesWhen
  return (
    <Notice kind="info" title={`From version ${against.version} to version ${shown.version}`}>
      <p role="status">{parts.length > 0 ? `${parts.join(', ')}.` : 'No step differs.'}</p>
      {against.name !== shown.name && <p>It was called “{against.name}”.</p>}
      {isFor && (
        <p>
          It was for{' '}
          {against.appliesWhen ? <code>{against.appliesWhen}</code> : 'every order that no other workflow is for'}.
        </p>
      )}
    </Notice>
  )
}
