import type { Asked, CompiledField, VariableValues } from './compiled-field.ts'

/** A stretch of an answer while it is written. What is waited for is written on a sheet of its own, in its place. */
export class Sheet {
  text = ''
  readonly writing: Writing
  private parts: (string | Sheet)[] | null = null

  constructor(writing: Writing) {
    this.writing = writing
  }

  /** Where to write, once it is there, what comes here. */
  insert(): Sheet {
    const later = new Sheet(this.writing)
    this.parts ??= []
    this.parts.push(this.text, later)
    this.text = ''
    return later
  }

  whole(): string {
    if (!this.parts) return this.text
    return this.parts.map((part) => (typeof part === 'string' ? part : part.whole())).join('') + this.text
  }
}

/** One writing of an answer. It fails as a whole, with the first thing that goes wrong; what fails afterwards is heard, and let be. */
export class Writing {
  readonly context: unknown
  /** Whether all was written. */
  readonly done: Promise<boolean>
  private readonly variableValues: VariableValues
  private readonly asked: Asked[] = []
  private readonly finish: (isWritten: boolean) => void
  private waiting = 1

  constructor(context: unknown, variableValues: VariableValues) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.context = context
    this.variableValues = variableValues
    this.done = promise
    this.finish = resolve
  }

  /** What the field is asked with: the same for all its values. */
  asking(field: CompiledField): Asked {
    const known = this.asked[field.index]
    if (known) return known
    const fresh = field.ask(this.variableValues)
    this.asked[field.index] = fresh
    return fresh
  }

  /** Has the value written on a sheet of its own. */
  later<T>(sheet: Sheet, value: PromiseLike<T>, write: (sheet: Sheet, value: T) => void): void {
    const place = sheet.insert()
    this.waiting += 1
    value.then((known) => this.attempt(() => write(place, known)), this.fail)
  }

  /** Does a part of the work, of which there is one more than what is waited for: the first. */
  attempt(work: () => void): void {
    try {
      work()
      this.waiting -= 1
      if (this.waiting === 0) this.finish(true)
    } catch {
      this.fail()
    }
  }

  private readonly fail = (): void => this.finish(false)
}
