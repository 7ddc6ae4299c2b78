import { statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { Baton } from '../../server/services/baton.ts'
import { type Control, controlPath, serveControl } from '../../server/transport/control.ts'
import { NotListening, sendCommand } from '../../server/transport/control-client.ts'
import { onDatabase } from '../support/database.ts'
import { FIRST, filesOf, makeFolder, openTestBaton, SALES } from './imports.ts'

async function listening(baton: Baton): Promise<{ path: string; control: Control }> {
  const path = controlPath(makeFolder())
  const control = await serveControl(baton, path)
  onTestFinished(() => control.close())
  return { path, control }
}

/** The answers to lines, as they come, until there are as many. */
async function answers(path: string, lines: readonly string[]): Promise<unknown[]> {
  const socket = connect(path)
  for (const line of lines) socket.write(`${line}\n`)
  const found: unknown[] = []
  for await (const line of createInterface({ input: socket })) {
    found.push(JSON.parse(line))
    if (found.length === lines.length) break
  }
  socket.destroy()
  return found
}

onDatabase('PGlite', (open) => {
  test('the local socket is for its owner alone', async () => {
    const { path } = await listening(await openTestBaton(await open()))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('it lies beside the data, or where a path is short enough', () => {
    const folder = makeFolder()
    expect(controlPath(folder)).toBe(join(folder, 'control.sock'))
    const deep = join(folder, 'a'.repeat(100))
    expect(Buffer.byteLength(controlPath(deep))).toBeLessThanOrEqual(100)
    expect(controlPath(deep)).not.toBe(controlPath(`${deep}b`))
  })

  test('what is no command is refused by name, and the next one is heard', async () => {
    const { path } = await listening(await openTestBaton(await open()))
    const command = { command: 'import', files: ['/nowhere.csv'], map: null, workflow: null }
    const lines = [
      'hello',
      '{}',
      JSON.stringify({ ...command, files: ['nowhere.csv'] }),
      JSON.stringify({ ...command, files: [] }),
      JSON.stringify({ ...command, mode: 1 }),
      JSON.stringify(command),
    ]
    expect(await answers(path, lines)).toMatchObject([
      { refusal: { code: 'BAD_USER_INPUT', details: { field: 'command' } } },
      { refusal: { details: { field: 'command' } } },
      { refusal: { details: { field: 'files.0' }, message: 'files.0: an absolute path is needed' } },
      { refusal: { details: { field: 'files' } } },
      { refusal: { message: expect.stringContaining('mode') } },
      { result: { orders: 0, refused: [{ message: '/nowhere.csv: cannot be read (ENOENT)' }] } },
    ])
  })

  test('an import tells how far it is and what came of it', async () => {
    const { path } = await listening(await openTestBaton(await open()))
    const folder = filesOf({
      'log.csv': ['id,status,from,to,who,dept,cust', ...FIRST].join('\n'),
      'map.json': JSON.stringify(SALES),
    })
    const lines: string[] = []
    const files = [join(folder, 'log.csv')]
    const command = { command: 'import', files, map: join(folder, 'map.json'), workflow: null } as const
    expect(await sendCommand(path, command, (line) => void lines.push(line))).toMatchObject({ orders: 1, runs: 4 })
    expect(lines[0]).toBe('Small sales: read 1 orders with 4 activities')
  })

  test('a defect is reported to the log, not to who sent the command', async () => {
    const baton = await openTestBaton(await open())
    const { path } = await listening({ ...baton, directory: null as never })
    const folder = filesOf({
      'log.csv': ['id,status,from,to,who,dept,cust', ...FIRST].join('\n'),
      'map.json': JSON.stringify(SALES),
    })
    const command = {
      command: 'import',
      files: [join(folder, 'log.csv')],
      map: join(folder, 'map.json'),
      workflow: null,
    }
    await expect(sendCommand(path, command as never, () => {})).rejects.toThrow('the log of the running Baton says why')
  })

  test('closing it finishes what is under way and frees the path', async () => {
    const { path, control } = await listening(await openTestBaton(await open()))
    const command = JSON.stringify({ command: 'import', files: ['/nowhere.csv'], map: null, workflow: null })
    expect(await answers(path, [command])).toHaveLength(1)
    await control.close()
    const late = sendCommand(path, { command: 'import', files: ['/a'], map: null, workflow: null }, () => {})
    await expect(late).rejects.toThrow(NotListening)
  })

  test('what an earlier process left at the path is taken away', async () => {
    const baton = await openTestBaton(await open())
    const folder = makeFolder()
    const path = join(folder, 'control.sock')
    const first = await serveControl(baton, path)
    const second = await serveControl(baton, path)
    expect(await answers(path, ['{}'])).toHaveLength(1)
    await second.close()
    await first.close()
  })
})
