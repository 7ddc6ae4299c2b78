import { graphql, type ResultOf } from '../graphql.ts'

/** Who looks, and the head of the feed from which everything that follows is watched. */
export const ViewerQuery = graphql(`
  query Viewer {
    feed { head }
    viewer {
      roles
      actor { id name }
      person { id key name title department { key name } }
    }
  }
`)

const ownEvent = graphql(`
  fragment OwnEvent on Event @_unmask {
    __typename
    id
    step { name }
    order { number }
    department { key }
  }
`)

export const MyFrames = graphql(
  `
    subscription MyFrames($after: String) {
      myEvents(after: $after) { cursor isLive events { ...OwnEvent } }
    }
  `,
  [ownEvent],
)

export const AllFrames = graphql(
  `
    subscription AllFrames($after: String) {
      events(after: $after) { cursor isLive events { ...OwnEvent } }
    }
  `,
  [ownEvent],
)

export type Viewer = ResultOf<typeof ViewerQuery>['viewer']
export type OwnEvent = ResultOf<typeof ownEvent>
