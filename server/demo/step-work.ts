/** How the work on a step goes, in open hours of its department: how long it lies before it is begun, and how long it takes. */
export type StepWork = {
  readonly wait: number
  readonly work: number
  /** Spread of both: 0.4 is steady, 0.9 is now and then four times as long. */
  readonly sigma: number
  /** Share of the runs that are put on hold, and what is said then. */
  readonly holds: { readonly share: number; readonly reasons: readonly string[] } | null
  /** Share of the runs that hand it back instead, to which step, and what is said then. */
  readonly returns: { readonly share: number; readonly to: string; readonly reasons: readonly string[] } | null
}

type Trouble = Partial<Pick<StepWork, 'holds' | 'returns'>>

function work(wait: number, hours: number, sigma: number, trouble: Trouble = {}): StepWork {
  return { wait, work: hours, sigma, holds: null, returns: null, ...trouble }
}

const holds = (share: number, ...reasons: readonly string[]) => ({ holds: { share, reasons } })
const returns = (share: number, to: string, ...reasons: readonly string[]) => ({ returns: { share, to, reasons } })

/** By the step's key: what is done is much the same in each of the workflows. */
export const STEP_WORK: Readonly<Record<string, StepWork>> = {
  'enter-order': work(1.5, 1.05, 0.6, holds(0.04, 'Part number is not in the catalogue', 'Two delivery addresses')),
  'check-credit': work(7, 5.5, 0.85, {
    ...holds(0.12, 'Waiting for the credit bureau', 'Open invoices over 60 days', 'Credit limit is used up'),
    ...returns(0.04, 'enter-order', 'Billing address is missing', 'Tax number belongs to another company'),
  }),
  'open-account': work(6, 6, 0.6, holds(0.08, 'Bank details do not match')),
  'welcome-call': work(7.5, 2.25, 0.7, holds(0.08, 'Nobody reached, called three times')),
  'agree-terms': work(4.5, 4.5, 0.8, holds(0.12, 'Customer wants other payment terms')),
  'agree-handling': work(3, 3, 0.6, holds(0.07, 'Customer has to confirm the date')),
  'check-stock': work(3, 2.5, 0.5),
  'plan-production': work(2.5, 3, 0.6, holds(0.05, 'Capacity is taken by a larger order')),
  'buy-material': work(9, 28, 0.6, {
    ...holds(0.1, 'Supplier is out of castings', 'Price has gone up, approval needed', 'Motor is on allocation'),
    ...returns(0.03, 'check-stock', 'Quantity is not clear'),
  }),
  'expedite-material': work(3, 12, 0.6, holds(0.1, 'Supplier asks a surcharge', 'Air freight is fully booked')),
  'set-up-line': work(12, 21, 0.5, holds(0.08, 'Fixture is being made')),
  produce: work(13, 31, 0.5, {
    ...holds(0.11, 'Machine is down', 'Impeller casting is porous', 'Missing gaskets'),
    ...returns(0.02, 'check-stock', 'Drawing does not match the order'),
  }),
  inspect: work(3, 3.2, 0.5, {
    ...holds(0.04, 'Test certificate is missing'),
    ...returns(0.09, 'produce', 'Leaks at 12 bar', 'Shaft runs out of true', 'Wrong seal fitted'),
  }),
  'pick-and-pack': work(4, 3.5, 0.6, {
    ...holds(0.06, 'Crate is not there', 'One valve short'),
    ...returns(0.04, 'inspect', 'Release papers are missing', 'Serial number differs from the papers'),
  }),
  'book-carrier': work(5, 2.25, 0.6),
  'export-papers': work(7, 12, 0.7, holds(0.15, 'End-use statement is not signed', 'Waiting for the export licence')),
  deliver: work(8, 32, 0.4, {
    ...holds(0.05, 'Customer was closed', 'Road is flooded'),
    ...returns(0.02, 'pick-and-pack', 'Crate broke on the ramp'),
  }),
  'hand-over': work(5, 14, 0.5, holds(0.1, 'Customs asks for the invoice')),
  invoice: work(6, 3, 0.8, holds(0.08, 'Invoice form has not come')),
  'follow-up': work(24, 1.5, 0.6),
}
