import { createInterface } from 'node:readline'
import { lockData } from '../../server/storage/data-lock.ts'

/**
 * A process that says `ready`, waits for a line, takes the lock of a data folder, says `locked` or why not, and keeps it until it is killed
 * or gets another line: `node locked-folder.ts <folder>`.
 */
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
console.log('ready')
await lines.next()
try {
  const lock = lockData(process.argv[2]!, null)
  console.log('locked')
  await lines.next()
  lock.release()
} catch (error) {
  console.log((error as Error).message)
}
process.exit()
