import {
  type AnyVariables,
  type CombinedError,
  cacheExchange,
  createClient,
  fetchExchange,
  subscriptionExchange,
} from 'urql'
import { authorization } from './bearer.ts'
import { openSocket, watchFeed } from './live/socket.ts'

export function openClient() {
  const socket = openSocket()
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { ...authorization() }, credentials: 'same-origin' }),
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (body) => watchFeed(socket, body) }),
    ],
  })
}

/** The contract's `ErrorCode` of the first refusal in the error; null where there is none: the network failed. */
export function codeOf(error: CombinedError | undefined): string | null {
  return (error?.graphQLErrors[0]?.extensions?.code as string | undefined) ?? null
}

/** Nothing that Baton decided: nobody knows whether it was asked at all. */
export function isUnreachable(error: CombinedError | undefined): boolean {
  return error !== undefined && error.graphQLErrors.length === 0
}

/** What to tell the user of an error. */
export function tell(error: CombinedError): string {
  const told = error.graphQLErrors.map((one) => one.message)
  return told.length > 0 ? told.join(' ') : 'Baton could not be reached. Check the network and try again.'
}

export type { AnyVariables }
