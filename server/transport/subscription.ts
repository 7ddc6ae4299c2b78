import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql'

type Results = AsyncGenerator<ExecutionResult, void, void>

/**
 * As graphql-js' `subscribe`, but `run` executes each event, so that each gets a context of its own: what one event's resolvers
 * have read must not stand in the next one's answer.
 */
export async function subscribeEach(
  args: ExecutionArgs,
  run: (event: unknown) => Promise<ExecutionResult>,
): Promise<Results | ExecutionResult> {
  const source = await createSourceEventStream(args)
  return Symbol.asyncIterator in source ? eachOf(source[Symbol.asyncIterator](), run) : source
}

/** No generator: the `return` of one waits until its pending `next` has come, which for a quiet feed is never. */
function eachOf(source: AsyncIterator<unknown>, run: (event: unknown) => Promise<ExecutionResult>): Results {
  const end = async () => {
    await source.return?.()
    return { value: undefined, done: true } as const
  }
  return {
    async next() {
      const { value, done } = await source.next()
      if (done) return { value: undefined, done }
      try {
        return { value: await run(value), done: false }
      } catch (error) {
        await end()
        throw error
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
