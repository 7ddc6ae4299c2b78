import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { UsageError } from './cli-usage.ts'
import { readConfig } from './config.ts'
import { EXPORT_FORMATS, type ExportResult } from './services/export.ts'

export const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Write what Baton knows into a file: all of it as of one moment, or nothing' },
  args: {
    file: { type: 'positional', description: 'The file to be made', required: false },
    format: { type: 'string', description: `One of ${EXPORT_FORMATS.join(', ')}`, valueHint: 'FORMAT' },
    from: { type: 'string', description: 'Orders placed on this day (UTC) or later', valueHint: 'DATE' },
    to: { type: 'string', description: 'Orders placed on this day (UTC) or earlier', valueHint: 'DATE' },
    force: { type: 'boolean', description: 'Replace the file if it is there' },
    json: { type: 'boolean', description: 'Print the result as one JSON object on the last line' },
    help: { type: 'boolean', alias: 'h', description: 'Print this' },
  },
  async run({ args }) {
    const [file, another] = args._
    if (file === undefined) throw new UsageError('export needs a FILE')
    if (another !== undefined) throw new UsageError(`export takes one FILE, not ${another} too`)
    if (args.format === undefined) throw new UsageError(`export needs --format ${EXPORT_FORMATS.join('|')}`)
    const { format, from = null, to = null, force = false } = args
    const command = { command: 'export', file: resolve(file), format, from, to, force } as const
    const { runAnywhere } = await import('./run-anywhere.ts')
    const result = await runAnywhere(readConfig(process.env), command, (line) => console.error(line))
    console.log(args.json ? JSON.stringify(result) : summaryOf(result))
  },
})

function summaryOf({ file, orders, events, runs }: ExportResult): string {
  const what = events === null ? `${runs} runs` : `${events} events`
  return `Wrote ${orders} orders with ${what} to ${file}`
}
