import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Answer, actAs } from '../support/client.ts'
import type { Service } from './service.ts'

/** A mutation that a client sent until it got an answer, and the first answer that it got. */
export type Deed = { readonly query: string; readonly input: object; readonly order: string; readonly answer: unknown }

const STEP_MUTATIONS = {
  startStep: 'StepInput',
  blockStep: 'BlockStepInput',
  unblockStep: 'UnblockStepInput',
  completeStep: 'StepInput',
} as const
type StepMutation = keyof typeof STEP_MUTATIONS

/** The life of an order after its placing. Each of these can be done once: whatever is done twice is refused or seen. */
const LIFE: readonly (readonly [StepMutation, string])[] = [
  ['startStep', 'pick'],
  ['blockStep', 'pick'],
  ['unblockStep', 'pick'],
  ['completeStep', 'pick'],
  ['startStep', 'ship'],
  ['completeStep', 'ship'],
]

/**
 * Clients that place orders and take them through all their steps, every mutation with an idempotency key of its own, sent again and
 * again with that key until it is answered. A refusal ends the load with an error: nothing that is sent may be refused.
 */
export class Load {
  readonly deeds: Deed[] = []
  /** Answers that were asked for more than once, because the first request went under. */
  retries = 0
  private isOver = false
  private named = 0
  private awaited: { readonly count: number; readonly reached: () => void } | null = null
  private readonly service: Pick<Service, 'url'>
  private readonly token: string
  private readonly workflow: string

  constructor(service: Pick<Service, 'url'>, { adminToken, workflow }: { adminToken: string; workflow: string }) {
    this.service = service
    this.token = adminToken
    this.workflow = workflow
  }

  /** Runs until `stop`; each client finishes the order that it is at. */
  async run(clients: number): Promise<void> {
    await Promise.all(Array.from({ length: clients }, () => this.client()))
  }

  stop(): void {
    this.isOver = true
  }

  /** Waits for so many more answers. */
  async answered(more: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.awaited = { count: this.deeds.length + more, reached: resolve }
    await promise
  }

  /** Sends a deed once more and returns what is answered now. */
  async repeat({ query, input }: Deed): Promise<unknown> {
    return (await this.send(query, input)).data
  }

  private async client(): Promise<void> {
    while (!this.isOver) {
      const lines = [{ sku: 'gear', quantity: '1' }]
      const placing = await this.do(PLACE, { customer: 'acme', workflow: this.workflow, lines })
      for (const [mutation, step] of LIFE) await this.do(change(mutation), changeInput(mutation, placing.order, step))
    }
  }

  private async do(query: string, given: object): Promise<Deed> {
    const input = { ...given, idempotencyKey: `deed-${++this.named}` }
    const { data, errors } = await this.send(query, input)
    if (errors) throw new Error(`refused: ${query} ${JSON.stringify(input)}: ${JSON.stringify(errors)}`)
    const deed = { query, input, order: data.done.order.number, answer: data }
    this.deeds.push(deed)
    if (this.awaited && this.deeds.length >= this.awaited.count) this.awaited.reached()
    return deed
  }

  /** Until there is an answer. That the database is not there is none: what was asked may have been done or not. */
  private async send(query: string, input: object): Promise<Answer> {
    for (;;) {
      const url = await this.service.url
      const answer = await actAs(url, this.token)
        .ask(query, { input })
        .catch(() => null)
      if (answer && !answer.errors?.some(({ extensions }) => extensions.code === 'UNAVAILABLE')) return answer
      this.retries += 1
      await nextTurn()
    }
  }
}

const PLACE = 'mutation ($input: PlaceOrderInput!) { done: placeOrder(input: $input) { order { id number } } }'

function change(mutation: StepMutation): string {
  return `mutation ($input: ${STEP_MUTATIONS[mutation]}!) { done: ${mutation}(input: $input) { order { number } step { id } } }`
}

function changeInput(mutation: StepMutation, order: string, step: string): object {
  return { order, step, ...(mutation === 'blockStep' ? { reason: 'killed in between?' } : {}) }
}

/** Mutations that an order has been through in the end; its version says how many there were. */
export const MUTATIONS_OF_ORDER = 1 + LIFE.length
