import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** How large an operation is. `rootFields` of a part of one are the fields at its top. */
export type OperationSize = {
  readonly depth: number
  readonly aliases: number
  readonly rootFields: number
  readonly directives: number
}

const NOTHING: OperationSize = { depth: 0, aliases: 0, rootFields: 0, directives: 0 }

/**
 * Measures the operations of one document. A fragment counts as often as it is spread, so that nothing hides in it, but is
 * measured once, so that measuring takes no longer than reading. Introspection (`__schema`, `__type`, `__typename`) has no depth.
 */
export class Ruler {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  private readonly measured = new Map<string, OperationSize>()

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  }

  sizeOf(operation: OperationDefinitionNode): OperationSize {
    return withDirectives(this.ofSet(operation.selectionSet), operation)
  }

  private ofSet({ selections }: SelectionSetNode): OperationSize {
    return selections.map((node) => withDirectives(this.ofSelection(node), node)).reduce(together, NOTHING)
  }

  private ofSelection(node: SelectionNode): OperationSize {
    if (node.kind === Kind.FIELD) return this.ofField(node)
    return node.kind === Kind.INLINE_FRAGMENT ? this.ofSet(node.selectionSet) : this.ofFragment(node.name.value)
  }

  private ofField({ name, alias, selectionSet }: FieldNode): OperationSize {
    const inner = selectionSet ? this.ofSet(selectionSet) : NOTHING
    const depth = name.value.startsWith('__') ? 0 : inner.depth + 1
    return { depth, aliases: inner.aliases + (alias ? 1 : 0), rootFields: 1, directives: inner.directives }
  }

  /** A fragment that spreads itself counts as nothing inside itself; another rule refuses it. */
  private ofFragment(name: string): OperationSize {
    const known = this.measured.get(name)
    const fragment = this.fragments.get(name)
    if (known || !fragment) return known ?? NOTHING
    this.measured.set(name, NOTHING)
    const size = withDirectives(this.ofSet(fragment.selectionSet), fragment)
    this.measured.set(name, size)
    return size
  }
}

function withDirectives(size: OperationSize, { directives }: { readonly directives?: readonly unknown[] | undefined }) {
  return { ...size, directives: size.directives + (directives?.length ?? 0) }
}

function together(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    rootFields: one.rootFields + other.rootFields,
    directives: one.directives + other.directives,
  }
}
