/**
 * What an import wrote: orders, their steps, the runs that the log tells of, events; departments, people and workflow versions that
 * were not there. `duplicates` are orders that had been imported before.
 */
export const NOTHING = {
  orders: 0,
  steps: 0,
  runs: 0,
  events: 0,
  departments: 0,
  people: 0,
  workflows: 0,
  duplicates: 0,
}
export type Written = Readonly<typeof NOTHING>
