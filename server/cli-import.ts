import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { UsageError } from './cli-usage.ts'
import { readConfig } from './config.ts'
import { Refusal } from './domain/refusal.ts'
import type { ImportResult } from './services/import.ts'
import { NOTHING } from './services/import-counts.ts'
import { DatabaseInUse } from './storage/data-lock.ts'

/** Reasons that are printed; `--json` tells of more. */
const SHOWN = 20

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Read the log of another system into Baton: all of it or nothing' },
  args: {
    file: {
      type: 'positional',
      description: 'The files of one log: CSV, XES, OCEL 2.0 as JSON, XML or SQLite; also .gz',
      required: false,
    },
    map: { type: 'string', description: 'What the columns mean; guessed where left out', valueHint: 'MAP.json' },
    workflow: {
      type: 'string',
      description: 'The workflow that the orders ran under; found in the log where left out',
      valueHint: 'KEY',
    },
    'order-type': {
      type: 'string',
      description: 'The object type of OCEL that is the order; guessed and said where left out',
      valueHint: 'TYPE',
    },
    department: {
      type: 'string',
      description: 'The attribute (or object type) of OCEL or XES that says whose a step is; guessed and said',
      valueHint: 'NAME',
    },
    holder: {
      type: 'string',
      description: 'The attribute (or object type) of OCEL or XES that says who did it; guessed and said',
      valueHint: 'NAME',
    },
    json: { type: 'boolean', description: 'Print the result as one JSON object on the last line' },
    help: { type: 'boolean', alias: 'h', description: 'Print this' },
  },
  async run({ args }) {
    const files = args._.map((file) => resolve(file))
    if (files.length === 0) throw new UsageError('import needs a FILE')
    const { map, workflow = null, 'order-type': orderType = null, department = null, holder = null } = args
    const said = { map: map === undefined ? null : resolve(map), workflow, orderType, department, holder }
    const command = { command: 'import', files, ...said } as const
    const config = readConfig(process.env)
    const { runAnywhere } = await import('./run-anywhere.ts')
    const result = await runAnywhere(config, command, (line) => console.error(line)).catch(asResult)
    for (const { message } of result.refused.slice(0, SHOWN)) console.error(message)
    console.log(args.json ? JSON.stringify(result) : summaryOf(result))
    process.exitCode = result.refusedCount > 0 ? 1 : 0
  },
})

/** What kept the import from being begun is told as what it refuses is. */
function asResult(error: unknown): ImportResult {
  const code = error instanceof Refusal ? error.code : 'UNAVAILABLE'
  if (!(error instanceof Refusal || error instanceof DatabaseInUse)) throw error
  return { ...NOTHING, notes: [], refused: [{ row: null, code, message: error.message }], refusedCount: 1 }
}

function summaryOf(result: ImportResult): string {
  const { orders, runs, events, departments, people, workflows, duplicates, refusedCount } = result
  if (refusedCount > 0) return `Nothing was imported: ${counted(refusedCount, 'reason')}`
  const known = duplicates > 0 ? ` ${counted(duplicates, 'order')} had been imported before.` : ''
  if (events === 0) return `Nothing new.${known}`
  const added = [
    counted(departments, 'department'),
    counted(people, 'person', 'people'),
    counted(workflows, 'workflow'),
  ]
  const what = `${counted(orders, 'order')} with ${counted(runs, 'run')} in ${counted(events, 'event')}`
  return `Imported ${what}; new: ${added.join(', ')}.${known}`
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
