#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty'
import { backtestCommand } from './cli-backtest.ts'
import { epochCommand } from './cli-epoch.ts'
import { exportCommand } from './cli-export.ts'
import { importCommand } from './cli-import.ts'
import { UsageError } from './cli-usage.ts'
import { verifyCommand } from './cli-verify.ts'
import { Refusal } from './domain/refusal.ts'

/** The `baton` command. It ends with 0 when it is done, with 1 when something was refused or failed, with 2 when it was not asked rightly. */
const FAILED = 1
const USAGE = 2

const commands: Readonly<Record<string, CommandDef<ArgsDef>>> = {
  import: importCommand as unknown as CommandDef<ArgsDef>,
  export: exportCommand as unknown as CommandDef<ArgsDef>,
  epoch: epochCommand as unknown as CommandDef<ArgsDef>,
  verify: verifyCommand as unknown as CommandDef<ArgsDef>,
  backtest: backtestCommand as unknown as CommandDef<ArgsDef>,
}
const baton = defineCommand({
  meta: { name: 'baton', description: 'Who has the order now, who gets it next, and what date can be promised' },
  args: { help: { type: 'boolean', alias: 'h', description: 'Print this, or what a command takes' } },
  subCommands: commands,
}) as CommandDef<ArgsDef>

async function main(argv: readonly string[]): Promise<void> {
  const [name = '', ...rest] = argv
  const command = Object.hasOwn(commands, name) ? commands[name]! : null
  if (!command && !name.startsWith('-')) throw new UsageError(name ? `there is no command ${name}` : 'which command?')
  const asked = command ? strictly(command, rest) : strictly(baton, argv)
  if (asked.help) console.log(await (command ? renderUsage(command, baton) : renderUsage(baton)))
  else if (command) await runCommand(command, { rawArgs: rest })
  else throw new UsageError('which command?')
}

/** The options given; one that the command does not know, or that lacks its value, is refused. */
function strictly({ args }: CommandDef<ArgsDef>, argv: readonly string[]): { readonly help?: unknown } {
  const options = Object.entries(args as ArgsDef).flatMap(([name, option]) => {
    if (option.type !== 'string' && option.type !== 'boolean') return []
    const { type, alias } = option
    return [[name, { type, ...(typeof alias === 'string' ? { short: alias } : {}) }] as const]
  })
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries(options), allowPositionals: true }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function fail(error: unknown): void {
  const isUsage = error instanceof UsageError || (error instanceof Refusal && error.code !== 'CONFLICT')
  console.error(`baton: ${error instanceof Error ? error.message : String(error)}`)
  if (error instanceof UsageError) console.error('baton --help and baton import --help say what there is.')
  process.exitCode = isUsage ? USAGE : FAILED
}

await main(process.argv.slice(2)).catch(fail)
