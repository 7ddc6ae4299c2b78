import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'

type Reading<Found> = { readonly found: Found | null | undefined; readonly error: CombinedError | undefined }
type Props<Found> = Reading<Found> & {
  /** What is read: "customer". */
  readonly what: string
  readonly name: string | undefined
  /** As the address has it. */
  readonly asked: string
  readonly onAgain: () => void
  /** Where to look for it when it is not there. */
  readonly elsewhere: ReactNode
  readonly children: (found: Found) => ReactNode
}

/** A room for one thing: its heading, and what to do while it is read, when it is not there, when it cannot be read. */
export function ReadRoom<Found>(props: Props<Found>) {
  const { found, error, what, name, asked, onAgain, elsewhere, children } = props
  const isMissing = found === null && (!error || codeOf(error) === 'NOT_FOUND')
  const heading = name ?? (isMissing ? `No ${what} “${asked}”` : asked)
  const title = usePageTitle(heading)
  return (
    <>
      <h1 {...title}>{heading}</h1>
      {isMissing && (
        <Notice kind="empty" title={`There is no such ${what}`}>
          <p>{elsewhere}</p>
        </Notice>
      )}
      {error && !isMissing && (
        <Notice kind="error" title={`The ${what} could not be read`}>
          <p>{tell(error)}</p>
          <button type="button" className="button" onClick={onAgain}>
            Try again
          </button>
        </Notice>
      )}
      {found === undefined && !error && <Loading what={`the ${what}`} />}
      {found && children(found)}
    </>
  )
}
