/** Where two values that should say the same first differ: the path, and what stands there. */
export type Difference = { readonly path: string; readonly left: unknown; readonly right: unknown }

/**
 * The first difference of two plain values (objects, lists, text, numbers, null), or null. A member that is missing and one
 * that is undefined are the same; the order of an object's members does not matter, that of a list does.
 */
export function firstDifference(left: unknown, right: unknown, path = ''): Difference | null {
  if (Object.is(left, right)) return null
  if (!isComposite(left) || !isComposite(right) || Array.isArray(left) !== Array.isArray(right))
    return { path, left, right }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], path === '' ? key : `${path}.${key}`)
    if (found) return found
  }
  return null
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
