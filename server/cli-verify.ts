import { defineCommand } from 'citty'
import { UsageError } from './cli-usage.ts'
import { readConfig } from './config.ts'

export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description: 'Fold the log of every order and compare it with the tables; a running Baton may go on',
  },
  args: {
    json: { type: 'boolean', description: 'Print the result as one JSON object on the last line' },
    help: { type: 'boolean', alias: 'h', description: 'Print this' },
  },
  async run({ args }) {
    if (args._.length > 0) throw new UsageError(`verify takes no ${args._[0]}`)
    const { runAnywhere } = await import('./run-anywhere.ts')
    const result = await runAnywhere(readConfig(process.env), { command: 'verify' }, (line) => console.error(line))
    const { orders, events, difference } = result
    const summary = difference ?? `${orders} orders are as the log of ${events} events tells them`
    console.log(args.json ? JSON.stringify(result) : summary)
    process.exitCode = difference === null ? 0 : 1
  },
})
