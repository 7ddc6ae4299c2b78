import type { Everybody, Searched } from '../documents/search-documents.ts'
import { customerPath, orderPath, personPath, productPath, queuePath } from '../router.tsx'

export type Found = {
  readonly id: string
  readonly name: string
  /** What tells it from another of the same name. */
  readonly about: string
  readonly to: string
}
/** `more`: how many fit beyond those that are shown. */
export type FoundGroup = { readonly name: string; readonly found: readonly Found[]; readonly more: number }

const MOST = 5
const STATES = { OPEN: 'Open', DELIVERED: 'Delivered', CANCELLED: 'Cancelled' }

/** All that fits, by what it is; groups without any are left out. */
export function groupsOf(text: string, searched: Searched | undefined, everybody: Everybody | undefined): FoundGroup[] {
  const groups = [
    group('Orders', searched?.orders, (order) => ({
      id: order.id,
      name: order.number,
      about: [order.customer?.name, whereIs(order)].filter(Boolean).join(' · '),
      to: orderPath(order.number),
    })),
    group('Customers', searched?.customers, (customer) => ({
      id: customer.id,
      name: customer.name,
      about: customer.accountManager ? `looked after by ${customer.accountManager.name}` : '',
      to: customerPath(customer.key),
    })),
    ...here(text, everybody),
    group('Products', searched?.products, (product) => ({
      id: product.id,
      name: product.name,
      about: [product.sku, product.category].filter(Boolean).join(' · '),
      to: productPath(product.sku),
    })),
  ]
  return groups.filter(({ found }) => found.length > 0)
}

type Order = NonNullable<Searched['orders']>['edges'][number]['node']

function whereIs({ state, current }: Order): string {
  const at = current.map((step) => step.department.name)
  return at.length > 0 ? `at ${[...new Set(at)].join(', ')}` : STATES[state]
}

type Page<Node> = { readonly totalCount: number | null; readonly edges: readonly { readonly node: Node }[] }

function group<Node>(name: string, page: Page<Node> | null | undefined, found: (node: Node) => Found): FoundGroup {
  const shown = page?.edges.slice(0, MOST) ?? []
  return { name, found: shown.map(({ node }) => found(node)), more: (page?.totalCount ?? shown.length) - shown.length }
}

function here(text: string, everybody: Everybody | undefined): FoundGroup[] {
  const departments = everybody?.departments ?? []
  const fitting = departments
    .filter(({ name, key }) => fits(text, name, key))
    .map(({ id, name, key, isExternal }) => ({
      id,
      name,
      about: isExternal ? 'a partner’s desk' : 'department desk',
      to: queuePath(key),
    }))
  const people = departments
    .flatMap((department) => department.members.edges.map(({ node }) => ({ ...node, department: department.name })))
    .filter(({ name, key, title }) => fits(text, name, key, title ?? ''))
    .sort((a, b) => Number(fits(text, b.name)) - Number(fits(text, a.name)))
    .map(({ id, name, key, title, department }) => ({
      id,
      name,
      about: [title, department].filter(Boolean).join(' · '),
      to: personPath(key),
    }))
  return [cut('People', people), cut('Departments', fitting)]
}

const cut = (name: string, found: readonly Found[]): FoundGroup => ({
  name,
  found: found.slice(0, MOST),
  more: Math.max(0, found.length - MOST),
})

const MARKS = /\p{M}/gu
const plain = (text: string) => text.normalize('NFD').replace(MARKS, '').toLocaleLowerCase()

/** Each word of the text is somewhere in the names, whatever the case and the accents. */
export function fits(text: string, ...names: readonly string[]): boolean {
  const searched = plain(names.join(' '))
  const words = plain(text).split(/\s+/).filter(Boolean)
  return words.length > 0 && words.every((word) => searched.includes(word))
}
