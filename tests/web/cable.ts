import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A cable between a browser and Baton. Whatever hangs on it, sockets and requests alike, is cut when it is. */
export type Cable = {
  readonly url: string
  /** Cuts all that is open, and refuses what comes until `mend`. */
  cut(): void
  mend(): void
  /** Cuts the link of the next request that holds this text once it was forwarded, in place of handing on the answer. */
  loseAnswerTo(text: string): void
  close(): Promise<void>
}

export async function layCable(target: string): Promise<Cable> {
  const { port, hostname } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  let lost: string | null = null
  const server = createServer((browser) => {
    if (isCut) return void browser.resetAndDestroy()
    const baton = connect(Number(port), hostname)
    let isMute = false
    for (const socket of [browser, baton]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    browser.on('data', (bytes: Buffer) => {
      if (lost !== null && bytes.includes(lost)) {
        isMute = true
        lost = null
      }
      baton.write(bytes)
    })
    baton.on('data', (bytes) => (isMute ? browser.resetAndDestroy() : browser.write(bytes)))
    browser.on('close', () => baton.destroySoon())
    baton.on('close', () => browser.destroySoon())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
      cutAll()
    },
    mend: () => {
      isCut = false
    },
    loseAnswerTo: (text) => {
      lost = text
    },
    close: async () => {
      server.close()
      cutAll()
      await once(server, 'close')
    },
  }
}
