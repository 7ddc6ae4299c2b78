import { graphql } from '../graphql.ts'

/** An order on its way, to show the map on: the viewer's own where there is one. */
export const TourOrderQuery = graphql(`
  query TourOrder($rep: String) {
    orders(filter: { state: OPEN, rep: $rep }, first: 8) {
      edges { node { number steps { state } } }
    }
  }
`)
