/**
 * `npm run bench [-- name …]`, without a name: `rates` and `peers`. What each measures: bench/README.md. Absolute figures are this machine's.
 *
 * rates                      what Baton costs beside plain SQL
 * peers [reads] [feed] [growth] [--quick] [--keep]   Baton beside a limit and the servers that a user would pick instead
 * forecast, calendar         a forecast beside plain draws, working time beside plain sums
 * feed [events], kills [moments]   the long forms of the tests: the feed beside a reader by serial number, and kills
 * page [seconds]             the page while 200 events a second come
 */
const BENCHES = {
  rates: async () => (await import('./rates.ts')).rates(),
  feed: async ([events = '1000000']) => (await import('./feed.ts')).feed(Number(events)),
  kills: async ([moments = '20']) => (await import('./kills.ts')).killed(Number(moments)),
  forecast: async () => (await import('./forecast.ts')).forecast(),
  calendar: async () => (await import('./calendar.ts')).calendar(),
  page: async ([seconds = '15']) => (await import('./live-page.ts')).livePage(Number(seconds)),
  peers: async (words) => (await import('./peers/peers.ts')).peers(words),
} satisfies Record<string, (words: readonly string[]) => Promise<void>>

const [name, ...words] = process.argv.slice(2)
const chosen = name === undefined ? ['rates', 'peers'] : [name]
const strange = chosen.find((one) => !Object.hasOwn(BENCHES, one))
if (strange) throw new Error(`there is no bench ${strange}; there are ${Object.keys(BENCHES).join(', ')}`)
for (const one of chosen) await BENCHES[one as keyof typeof BENCHES](words)
