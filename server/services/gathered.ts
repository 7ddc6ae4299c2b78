/**
 * Reads by key for many who ask at the same time: while one statement is under way those who come wait, and are then asked about together
 * in the next. So everybody is answered by how things stood after they asked, and many cost little more than one.
 */
export class Gathered<K, V> {
  private readonly read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>
  private waiting = new Map<K, PromiseWithResolvers<V | null>>()
  private isReading = false

  constructor(read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {
    this.read = read
  }

  /** Null for a key of nothing. */
  load(key: K): Promise<V | null> {
    const asked = this.waiting.get(key) ?? Promise.withResolvers<V | null>()
    this.waiting.set(key, asked)
    if (!this.isReading) void this.readAll()
    return asked.promise
  }

  private async readAll(): Promise<void> {
    this.isReading = true
    while (this.waiting.size > 0) {
      const asked = this.waiting
      this.waiting = new Map()
      await this.answer(asked)
    }
    this.isReading = false
  }

  private async answer(asked: ReadonlyMap<K, PromiseWithResolvers<V | null>>): Promise<void> {
    try {
      const found = await this.read([...asked.keys()])
      for (const [key, { resolve }] of asked) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const { reject } of asked.values()) reject(error)
    }
  }
}
