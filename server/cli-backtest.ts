import { basename, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { UsageError } from './cli-usage.ts'
import { backtest } from './domain/backtest.ts'
import { dayNumber } from './domain/backtest-order.ts'
import { parseDate } from './domain/time.ts'
import { type DeliveryFile, readDeliveries } from './interop/backtest-file.ts'
import { reportJson, reportOf } from './interop/backtest-report.ts'
import { Meter } from './interop/meter.ts'

/** Reasons for leaving rows out that are printed. */
const SHOWN = 20

export const backtestCommand = defineCommand({
  meta: { name: 'backtest', description: 'Say what the forecast would have been worth on orders that are over' },
  args: {
    file: {
      type: 'positional',
      description: 'A CSV table (also .gz), a row an order or a line of one',
      required: false,
    },
    map: {
      type: 'string',
      description: 'What the columns mean: order, placed, promised, delivered',
      valueHint: 'MAP.json',
    },
    'train-until': { type: 'string', description: 'The last day of the training part', valueHint: 'DATE' },
    attributes: {
      type: 'string',
      description: 'Columns that may matter, the first the group of the baseline',
      valueHint: 'a,b,c',
    },
    json: { type: 'boolean', description: 'Print the figures of the test part as one JSON object on the last line' },
    help: { type: 'boolean', alias: 'h', description: 'Print this' },
  },
  async run({ args }) {
    const { 'train-until': until, map, attributes } = args
    const [file, another] = args._
    if (file === undefined) throw new UsageError('backtest needs a FILE')
    if (another !== undefined) throw new UsageError(`backtest takes one FILE, not ${another} too`)
    if (map === undefined) throw new UsageError('backtest needs --map MAP.json')
    if (until === undefined) throw new UsageError('backtest needs --train-until DATE')
    const asked = attributes === undefined ? null : attributes.split(',')
    const { report, json } = await run({ file: resolve(file), map: resolve(map), attributes: asked }, until)
    console.log(args.json ? json : report)
  },
})

async function run(file: DeliveryFile, until: string): Promise<{ report: string; json: string }> {
  const last = dayNumber(parseDate('--train-until', until))
  const progress = (line: string) => console.error(line)
  const table = await readDeliveries(file, progress, Date.now)
  const { refused } = table
  for (const { message } of refused.rows.slice(0, SHOWN)) console.error(message)
  if (refused.count > SHOWN) console.error(`and ${refused.count - SHOWN} more rows that cannot be read`)
  const meter = new Meter('forecast', 'orders', progress, Date.now)
  const result = backtest(table.deliveries, last, '--train-until', (share) => meter.add(1, share))
  return { report: reportOf({ name: basename(file.file), until, table }, result), json: reportJson(result) }
}
