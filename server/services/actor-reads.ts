import type { Person } from '../domain/directory.ts'
import type { Actor } from '../domain/vocabulary.ts'
import type { Request } from './request.ts'

/** An integration, known by the name of its token. */
export type Integration = { readonly kind: 'INTEGRATION'; readonly id: number; readonly name: string }
/** Who did something, with a name. */
export type NamedActor = Person | Integration

/** The person or integration behind an actor; null for Baton itself. A person is known at once: many events tell of one. */
export function actorOf(request: Request, actor: Actor | null): NamedActor | null | Promise<NamedActor | null> {
  if (actor?.kind === 'PERSON') return request.baton.directory.people.byId(actor.id)
  return actor ? integrationById(request, actor.id) : null
}

export async function integrationById({ loaders }: Request, id: number): Promise<Integration | null> {
  const name = await loaders.integrationName.load(id)
  return name === null ? null : { kind: 'INTEGRATION', id, name }
}
