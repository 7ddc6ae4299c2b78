import type { XmlTag } from './xml-stream.ts'

/** An attribute as XES has it: of any type, with attributes of its own; a list has its values as such. */
export type XesAttribute = {
  readonly key: string
  readonly value: string
  readonly isList: boolean
  readonly children: XesAttribute[]
}

const TYPES = new Set(['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container'])
/** The standard extensions by the end of their address: a log may give them another prefix. */
const EXTENSION = /(?:^|\/)(concept|lifecycle|time|org|identity|cost)\.xesext$/

export function isAttribute(name: string): boolean {
  return TYPES.has(name)
}

/** Brings the keys of standard extensions to their standard prefixes. */
export class XesKeys {
  private readonly prefixes = new Map<string, string>()

  declare({ prefix, uri }: XmlTag['attributes']): void {
    const standard = EXTENSION.exec(uri ?? '')?.[1]
    if (prefix !== undefined && standard !== undefined) this.prefixes.set(prefix, standard)
  }

  attribute({ name, attributes }: XmlTag): XesAttribute {
    const key = attributes.key ?? ''
    const [prefix, ...rest] = key.split(':')
    const standard = rest.length > 0 ? this.prefixes.get(prefix!) : undefined
    return {
      key: standard === undefined ? key : [standard, ...rest].join(':'),
      value: (attributes.value ?? '').trim(),
      isList: name === 'list' || name === 'container',
      children: [],
    }
  }
}

/** One text an attribute: a list's values with `; ` between them, what is within an attribute under both keys, as `outer/inner`. */
export function flatten(attributes: readonly XesAttribute[], within = ''): Map<string, string> {
  const texts = new Map<string, string>()
  const put = (key: string, value: string) => {
    if (value !== '') texts.set(key, texts.has(key) ? `${texts.get(key)}; ${value}` : value)
  }
  for (const { key, value, isList, children } of attributes) {
    put(`${within}${key}`, isList ? children.flatMap((child) => child.value || []).join('; ') : value)
    const inner = isList ? children.flatMap((child) => child.children) : children
    for (const [name, text] of flatten(inner, `${within}${key}/`)) put(name, text)
  }
  return texts
}
