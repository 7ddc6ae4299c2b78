import { graphql, type ResultOf } from '../graphql.ts'

/** What is looked for by Baton itself; the most recently placed orders first. */
export const SearchQuery = graphql(`
  query Search($text: String!) {
    orders(filter: { search: $text }, first: 6) {
      totalCount
      edges { node { id number state customer { name } current { name department { name } } } }
    }
    customers(search: $text, first: 5) {
      totalCount
      edges { node { id key name accountManager { name } } }
    }
    products(search: $text, first: 5) {
      totalCount
      edges { node { id sku name category } }
    }
  }
`)

/** Departments and who works in them: few enough to be read once and looked through here. */
export const EverybodyQuery = graphql(`
  query Everybody {
    departments {
      id
      key
      name
      isExternal
      members(first: 100) { totalCount edges { node { id key name title } } }
    }
  }
`)

export type Searched = ResultOf<typeof SearchQuery>
export type Everybody = ResultOf<typeof EverybodyQuery>
