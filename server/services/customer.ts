import { referenceEvent } from '../domain/event.ts'
import { notFound } from '../domain/refusal.ts'
import { requireKey, requireText } from '../domain/text.ts'
import { requireSeller } from '../domain/visibility.ts'
import { insertCustomer } from '../storage/customer-save.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'

export type CustomerRef = { readonly customerId: number }
export type CreateCustomerInput = MutationInput & {
  readonly key: string
  readonly name: string
  readonly accountManager?: string | null | undefined
}

const NAME_LIMIT = 200

/** Adds a customer. CONFLICT where there is one by that key. */
export function createCustomer(asker: Asker, input: CreateCustomerInput): Promise<CustomerRef> {
  return mutate(asker, 'createCustomer', input, async (tx) => {
    const { baton, viewer } = asker
    requireSeller(viewer)
    const key = requireKey('input.key', input.key)
    const name = requireText('input.name', input.name, NAME_LIMIT)
    const customerId = await insertCustomer(tx, { key, name, accountManagerId: managerOf(asker, input) })
    const at = baton.clock()
    await insertEvents(tx, [
      referenceEvent({ type: 'DIRECTORY_CHANGED', at, payload: { customerId } }, viewer.actor, at),
    ])
    return { customerId }
  })
}

function managerOf({ baton, viewer }: Asker, { accountManager }: CreateCustomerInput): number | null {
  if (accountManager == null) return viewer.roles.has('REP') ? viewer.person!.id : null
  const person = baton.directory.people.byKey(accountManager)
  if (!person) throw notFound('input.accountManager', accountManager)
  return person.id
}
