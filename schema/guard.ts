import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { requireKnown } from '../server/domain/visibility.ts'
import type { Request } from '../server/services/request.ts'
import { readArguments } from './arguments.ts'

const guard = 'baton' as const

export default guard

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      baton: Guard<Types>
    }
  }
}

type Resolve = GraphQLFieldResolver<unknown, object, object>

/** A subscription is asked for once, when it begins; who gets its events is decided by the feed, for each. */
const ROOTS = new Set(['Query', 'Mutation'])
/** The one field that answers anybody: it says who asks. */
const OPEN = new Set(['Query.viewer'])

/**
 * Stands before every resolver: what is asked at the root is asked by somebody known, and arguments are read (`readArguments`)
 * before a resolver sees them. So a refusal names the argument and touches no other field of the request.
 */
class Guard<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Resolve, config: PothosOutputFieldConfig<Types>): Resolve {
    const isRoot = ROOTS.has(config.parentType) && !OPEN.has(`${config.parentType}.${config.name}`)
    if (!isRoot && Object.keys(config.args).length === 0) return resolve
    return (parent, args, context, info) => {
      if (isRoot) requireKnown((context as Request).viewer)
      return resolve(parent, readArguments(args, info), context, info)
    }
  }

  override wrapSubscribe(subscribe: Resolve | undefined): Resolve | undefined {
    if (!subscribe) return subscribe
    return (parent, args, context, info) => {
      requireKnown((context as Request).viewer)
      return subscribe(parent, readArguments(args, info), context, info)
    }
  }
}

SchemaBuilder.registerPlugin(guard, Guard)
