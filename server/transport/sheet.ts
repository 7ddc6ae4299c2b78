import type { Asked, CompiledField, VariableValues } from './compiled-field.ts'
import { Pen } from './pen.ts'

/** A stretch of an answer. What is waited for is written on a sheet of its own, in its place. */
export class Sheet {
  private readonly parts: (Buffer | Sheet)[] = []

  push(part: Buffer): void {
    this.parts.push(part)
  }

  insert(): Sheet {
    const later = new Sheet()
    this.parts.push(later)
    return later
  }

  /** All that was written, in its order. */
  whole(): Buffer[] {
    return this.parts.flatMap((part) => (part instanceof Sheet ? part.whole() : part))
  }
}

const pen = new Pen()

/** One writing of an answer. It fails as a whole, with the first thing that goes wrong; what fails afterwards is heard, and let be. */
export class Writing {
  readonly context: unknown
  /** By the number of the field. */
  readonly asked: Asked[] = []
  /** Whether all was written. */
  readonly done: Promise<boolean>
  private readonly variableValues: VariableValues
  private readonly finish: (isWritten: boolean) => void
  private waiting = 1

  constructor(context: unknown, variableValues: VariableValues) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.context = context
    this.variableValues = variableValues
    this.done = promise
    this.finish = resolve
  }

  /** What the field is asked with, the same for all its values; to be found among what is `asked` from then on. */
  asking(field: CompiledField): Asked {
    const fresh = field.ask(this.variableValues)
    this.asked[field.index] = fresh
    return fresh
  }

  /** Has the value written in its place once it is there, and never before others are through. */
  later<T>(value: PromiseLike<T>, write: (value: T) => void): void {
    const place = pen.insert()
    this.waiting += 1
    Promise.resolve(value).then((known) => this.attempt(place, () => write(known)), this.fail)
  }

  /** Does a part of the work, of which there is one more than what is waited for: the first. */
  attempt(sheet: Sheet, work: (pen: Pen) => void): void {
    try {
      pen.take(this, sheet)
      work(pen)
      pen.put()
      this.waiting -= 1
      if (this.waiting === 0) this.finish(true)
    } catch {
      this.fail()
    }
  }

  private readonly fail = (): void => this.finish(false)
}
