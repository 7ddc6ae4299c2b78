import { builder } from './builder.ts'
import { EventType } from './enums.ts'

export const EventFilter = builder.inputType('EventFilter', {
  description:
    "Values of a list are alternatives; fields must all hold; an empty list is refused. `departments` is the event's own department.",
  fields: (t) => ({
    types: t.field({ type: [EventType] }),
    orders: t.stringList({ description: 'Order numbers.' }),
    departments: t.stringList({ description: 'Keys.' }),
    customers: t.stringList({ description: "Keys, of the order's customer." }),
    reps: t.stringList({ description: "Keys of people, of the order's rep." }),
    includeImported: t.boolean({
      defaultValue: false,
      description: 'True: the single facts of imports too.',
    }),
  }),
})
