import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Mapping } from '../../server/interop/mapping.ts'

/** What maps the columns of a generated log. */
export const GENERATED: Mapping = {
  name: 'Generated',
  timeZone: 'UTC',
  columns: {
    order: 'order',
    step: 'step',
    start: 'start',
    finish: 'finish',
    holder: 'who',
    department: 'where',
    customer: 'customer',
    product: 'sku',
    quantity: 'quantity',
  },
  delivers: ['Ship'],
}
const HEADING = 'order,step,start,finish,who,where,customer,sku,quantity\n'
const STEPS = ['Take', 'Check', 'Plan', 'Buy', 'Receive', 'Make', 'Test', 'Pack', 'Ship', 'Invoice', 'Collect']
const START = Date.UTC(2024, 0, 1, 8)
const MINUTE = 60_000
/** Orders that are under way at the same time, whose rows stand between each other. */
const BLOCK = 40
/** One order in so many goes back to a step. */
const REWORK = 5

type Row = { readonly at: number; readonly text: string }

/**
 * Writes a log of so many rows, the same for the same seed: orders that go through eleven steps, one in five with one of them twice, and
 * whose rows come in order of time. Returns how many orders it has.
 */
export async function writeGeneratedLog(path: string, rows: number, seed: number): Promise<number> {
  const log = new GeneratedLog(seed)
  await pipeline(log.pieces(rows), createWriteStream(path))
  return log.orders.size
}

class GeneratedLog {
  readonly orders = new Set<number>()
  private readonly dice
  private placed = 0

  constructor(seed: number) {
    this.dice = xoroshiro128plus(seed)
  }

  *pieces(rows: number): Generator<string> {
    yield HEADING
    for (let left = rows; left > 0; ) {
      const block = this.block().slice(0, left)
      left -= block.length
      for (const { text } of block) this.orders.add(Number(text.slice(1, text.indexOf(','))))
      yield block.map(({ text }) => text).join('')
    }
  }

  private block(): Row[] {
    const rows = Array.from({ length: BLOCK }, () => this.order()).flat()
    return rows.sort((one, other) => one.at - other.at)
  }

  private order(): Row[] {
    const number = this.placed++
    const [repeated, customer, sku, quantity] = [
      this.roll(STEPS.length * REWORK),
      this.roll(900),
      this.roll(300),
      this.roll(40),
    ]
    let at = START + number * 7 * MINUTE
    return STEPS.flatMap((step, place) => {
      const times = place === repeated ? 2 : 1
      return Array.from({ length: times }, () => {
        const start = at + this.roll(900) * MINUTE
        const finish = start + (1 + this.roll(400)) * MINUTE
        at = finish
        const told = [step, instant(start), instant(finish), `P-${place}-${this.roll(9)}`, `D-${place}`]
        const text = [`G${number}`, ...told, `C-${customer}`, `S-${sku}`, quantity + 1].join()
        return { at: finish, text: `${text}\n` }
      })
    })
  }

  private roll(sides: number): number {
    return uniformInt(this.dice, 0, sides - 1)
  }
}

function instant(at: number): string {
  return new Date(at).toISOString()
}
