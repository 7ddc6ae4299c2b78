import postgres from 'postgres'

/** A reader that follows `id > last`, as if a serial number were the order in which transactions commit. */
export type NaiveReader = {
  /** Reads what is left and tells how many events of the table it never met. Nothing may be under way any more. */
  finish(): Promise<number>
}

export function readNaively(url: string): NaiveReader {
  const sql = postgres(url, { max: 1 })
  const seen = new Set<number>()
  let last = 0
  let isFinishing = false
  const read = async () => {
    for (;;) {
      const wasFinishing = isFinishing
      const found = await sql<{ id: string }[]>`select id from event where id > ${last} order by id limit 10000`
      for (const { id } of found) seen.add(Number(id))
      last = Number(found.at(-1)?.id ?? last)
      if (found.length === 0 && wasFinishing) return
      if (found.length === 0) await sql`select pg_sleep(0.002)`
    }
  }
  const reading = read()
  return {
    finish: async () => {
      isFinishing = true
      await reading
      const all = await sql<{ id: string }[]>`select id from event`
      await sql.end()
      return all.filter(({ id }) => !seen.has(Number(id))).length
    },
  }
}
