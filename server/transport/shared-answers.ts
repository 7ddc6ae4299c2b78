import { randomUUID } from 'node:crypto'
import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import { Refusal } from '../domain/refusal.ts'
import { sightOf, type Viewer } from '../domain/visibility.ts'
import type { Baton } from '../services/baton.ts'
import { type Frame, isFrame } from '../services/frame.ts'
import { LiveLoaders } from '../services/live-loaders.ts'
import { makeLoaders } from '../services/loaders.ts'
import { SharedRequest } from '../services/shared-request.ts'
import type { Answers } from '../services/watcher.ts'
import { Answer } from './answer.ts'
import { type CompiledAnswer, compiledAnswer } from './compiled-answer.ts'
import { asGraphQL, errorForm, type Report } from './errors.ts'
import { shapeOf } from './subscription-shape.ts'
import { within } from './time-limit.ts'

type Executing = {
  readonly baton: Baton
  readonly live: LiveLoaders
  readonly report: Report
  readonly timeLimit: number
}

/**
 * How many characters of shapes are compiled at a time, all together; the compiled ones take some fifty times as much memory. Subscriptions
 * of shapes beyond are answered by graphql-js.
 */
const COMPILED = 256 * 1024

/** The answer that was made first, and those that are for one sight alone. */
type Made = { readonly sight: string; readonly first: Promise<Answer>; readonly personal: Map<string, Promise<Answer>> }

/** The answers of all subscriptions of one shape: each event is executed once for all who may share it, and written as JSON once. */
export class SharedAnswers implements Answers<Answer> {
  /** How many subscriptions use it. */
  users = 0
  readonly shape: string
  readonly isCompiled: boolean
  private readonly executing: Executing
  private readonly args: ExecutionArgs
  private readonly made = new WeakMap<Frame, Made>()
  /** Made with the first answer; what it does not answer is left to graphql-js. */
  private compiled: CompiledAnswer | null | undefined

  constructor(executing: Executing, args: ExecutionArgs, shape: string, isCompiled: boolean) {
    this.executing = executing
    this.args = args
    this.shape = shape
    this.isCompiled = isCompiled
  }

  /** The answer to a frame, for a viewer who sees all of its events. */
  async of(frame: Frame, viewer: Viewer): Promise<Answer> {
    const sight = sightOf(viewer)
    const made = this.made.get(frame) ?? { sight, first: this.answer(frame, viewer), personal: new Map() }
    this.made.set(frame, made)
    const first = await made.first
    if (!first.isPersonal || made.sight === sight) return first
    const own = made.personal.get(sight) ?? this.answer(frame, viewer)
    made.personal.set(sight, own)
    return own
  }

  /** Executes the event for this viewer: what was read before it happened does not stand in its answer. */
  async answer(event: unknown, viewer: Viewer): Promise<Answer> {
    const { baton, live, timeLimit } = this.executing
    const loaders = isFrame(event) && event.isLive ? live.now() : makeLoaders(baton)
    const request = new SharedRequest(baton, viewer, ordersIn(event), loaders)
    const payload = await within(timeLimit, () => this.payloadOf(event, request))
    const told = payload instanceof Refusal ? this.told({ errors: [asGraphQL(payload)] }) : payload
    return new Answer(told, request.isPersonal)
  }

  private async payloadOf(event: unknown, request: SharedRequest): Promise<string> {
    if (this.compiled === undefined) this.compiled = this.isCompiled ? compiledAnswer(this.args) : null
    const written = await this.compiled?.toEvent(event, request)
    return written ?? this.told(await execute({ ...this.args, rootValue: event, contextValue: request }))
  }

  private told({ errors, ...rest }: ExecutionResult): string {
    const { report } = this.executing
    return JSON.stringify(
      errors ? { ...rest, errors: errors.map((error) => errorForm(error, randomUUID(), report)) } : rest,
    )
  }
}

/** The answers that are in use. */
export class AnswerBook {
  private readonly executing: Executing
  private readonly entries = new Map<string, SharedAnswers>()
  /** Characters of shapes that may still be compiled. */
  private room: number

  constructor(executing: Omit<Executing, 'live'>, room: number = COMPILED) {
    this.executing = { ...executing, live: new LiveLoaders(executing.baton) }
    this.room = room
  }

  /** Those of the subscription's shape; to be released when it ends. */
  take(args: ExecutionArgs): SharedAnswers {
    const shape = shapeOf(args.document, args.operationName, args.variableValues)
    const answers = this.entries.get(shape) ?? this.fresh(args, shape)
    answers.users += 1
    return answers
  }

  release(answers: SharedAnswers): void {
    answers.users -= 1
    if (answers.users > 0) return
    this.entries.delete(answers.shape)
    if (answers.isCompiled) this.room += answers.shape.length
  }

  private fresh(args: ExecutionArgs, shape: string): SharedAnswers {
    const isCompiled = shape.length <= this.room
    if (isCompiled) this.room -= shape.length
    const answers = new SharedAnswers(this.executing, args, shape, isCompiled)
    this.entries.set(shape, answers)
    return answers
  }
}

function ordersIn(event: unknown): ReadonlySet<number> {
  return new Set(isFrame(event) ? event.events.flatMap(({ orderId }) => orderId ?? []) : [])
}
