import { Refusal, type RefusalCode, type RefusalDetails } from '../../server/domain/refusal.ts'

/** What the call was refused with; fails where it was not refused, or failed otherwise. */
export function refused(call: () => unknown): { code: RefusalCode; message: string } & RefusalDetails {
  try {
    call()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { code: error.code, message: error.message, ...error.details }
  }
  throw new Error('was not refused')
}

/** As `refused`, of what takes its time. */
export async function refusedLater(work: Promise<unknown>): Promise<ReturnType<typeof refused>> {
  const thrown = await work.then(
    () => null,
    (error) => ({ error }),
  )
  return refused(() => {
    if (thrown) throw thrown.error
  })
}
