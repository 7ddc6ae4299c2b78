import { useRef, useState } from 'react'

/** The head that came with the first answer; `startOver` takes the next answer's instead: for a cursor that was refused. */
export function useFirstHead(head: string | undefined): readonly [after: string | undefined, startOver: () => void] {
  const refused = useRef<string>(undefined)
  const [kept, keep] = useState<string>()
  if (kept === undefined && head !== undefined && head !== refused.current) keep(head)
  const startOver = () => {
    refused.current = head
    keep(undefined)
  }
  return [kept, startOver]
}
