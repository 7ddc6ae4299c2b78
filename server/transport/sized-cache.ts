/** The most recently used by text; bounded by how many characters their keys have, all together. */
export class SizedCache<T> {
  private readonly limit: number
  private readonly entries = new Map<string, T>()
  /** Characters of all keys. */
  size = 0

  constructor(limit: number) {
    this.limit = limit
  }

  get(key: string): T | undefined {
    const known = this.entries.get(key)
    if (known === undefined) return undefined
    this.entries.delete(key)
    this.entries.set(key, known)
    return known
  }

  set(key: string, value: T): void {
    if (this.entries.has(key) || key.length > this.limit) return
    this.entries.set(key, value)
    this.size += key.length
    for (const [oldest] of this.entries) {
      if (this.size <= this.limit) break
      this.entries.delete(oldest)
      this.size -= oldest.length
    }
  }
}
