import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql'

type Results = AsyncGenerator<ExecutionResult, void, void>

/**
 * As graphql-js' `subscribe`, but `run` executes each event, so that each gets a context of its own: what one event's resolvers
 * have read must not stand in the next one's answer. An event that `run` gives null for is passed over.
 */
export async function subscribeEach(
  args: ExecutionArgs,
  run: (event: unknown) => Promise<ExecutionResult | null>,
): Promise<Results | ExecutionResult> {
  const source = await createSourceEventStream(args)
  return Symbol.asyncIterator in source ? eachOf(source[Symbol.asyncIterator](), run) : source
}

/** No generator: the `return` of one waits until its pending `next` has come, which for a quiet feed is never. */
function eachOf(source: AsyncIterator<unknown>, run: (event: unknown) => Promise<ExecutionResult | null>): Results {
  const end = async () => {
    await source.return?.()
    return { value: undefined, done: true } as const
  }
  return {
    async next() {
      for (;;) {
        const { value, done } = await source.next()
        if (done) return { value: undefined, done }
        const result = await run(value).catch((error: unknown) => end().then(() => Promise.reject(error)))
        if (result) return { value: result, done: false }
      }
    },
    return: end,
    async throw(error: unknown) {
      await end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  }
}
