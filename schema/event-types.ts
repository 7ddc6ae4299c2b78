import type { StoredEvent } from '../server/domain/event.ts'
import { builder } from './builder.ts'
import { Event } from './event.ts'

/** The events that say nothing beyond what every event says. */
const PLAIN = {
  OrderPlaced: 'An order was placed; its first steps are READY.',
  OrderDelivered: "Its delivering steps are done: the goods or the service are the customer's.",
  OrderClosed: 'Nothing of it is open any more.',
  OrderCancelled: 'It ended without delivery; `reason` says why.',
  DirectoryChanged: 'A department, calendar, person, customer or product was added or changed.',
} as const

for (const [name, description] of Object.entries(PLAIN))
  builder.objectRef<StoredEvent>(name).implement({ description, interfaces: [Event] })
