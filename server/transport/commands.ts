import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { badInput } from '../domain/refusal.ts'
import type { Baton } from '../services/baton.ts'
import { type ExportResult, exportLog } from '../services/export.ts'
import { type ImportResult, importLog } from '../services/import.ts'
import { type Verification, verify } from '../services/verify.ts'

const path = z.string().refine(isAbsolute, 'an absolute path is needed')
const schema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('import'),
    files: z.array(path).min(1),
    map: path.nullable(),
    workflow: z.string().nullable(),
    orderType: z.string().nullish(),
    department: z.string().nullish(),
    holder: z.string().nullish(),
  }),
  z.strictObject({
    command: z.literal('export'),
    file: path,
    format: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    force: z.boolean(),
  }),
  z.strictObject({ command: z.literal('verify') }),
])

/** What the `baton` command has a Baton do, be it the one that is running or one it opens itself. */
export type Command = z.infer<typeof schema>
export type Result<C extends Command> = Results[C['command']]
type Results = { readonly import: ImportResult; readonly export: ExportResult; readonly verify: Verification }

/** Runs a command; `progress` gets lines for whoever waits. Throws what it refuses. */
export function runCommand(baton: Baton, command: Command, progress: (line: string) => void): Promise<object> {
  switch (command.command) {
    case 'import':
      return importLog(baton, command, progress)
    case 'export':
      return exportLog(baton, command, progress)
    case 'verify':
      return verify(baton, (done, all) => progress(`${done} of ${all} orders`))
  }
}

/** A command as text from the socket. BAD_USER_INPUT for what is none. */
export function readCommand(line: string): Command {
  const result = schema.safeParse(jsonOf(line))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw badInput(issue!.path.join('.') || 'command', issue!.message)
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw badInput('command', 'is not JSON')
  }
}
