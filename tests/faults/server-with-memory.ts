import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { LIMITS } from '../../server/transport/limits.ts'

/**
 * Forked with `--expose-gc`: Baton as it is started by `npm start`, which says where it is and, whenever it is asked, how many bytes it
 * holds in memory that are not garbage. With `unlimited` a socket may have any amount unsent.
 */
if (process.argv.includes('unlimited'))
  Object.assign(LIMITS, { unsentEvents: Number.POSITIVE_INFINITY, unsentBytes: Number.POSITIVE_INFINITY })

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const { url } = await startBaton(readConfig(process.env), { log: silent, empty: true })
process.on('message', () => {
  globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  process.send!(heapUsed + external)
})
process.send!(url)
