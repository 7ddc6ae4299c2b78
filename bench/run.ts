/**
 * `npm run bench [-- rates | feed [events] | kills [moments] | page [seconds]]`: what Baton costs beside plain SQL; the feed beside a reader by serial
 * number, in the long form of the test; kills, in the long form of the test; the page while 200 events a second come. Absolute figures are this machine's.
 */
const BENCHES = {
  rates: async () => (await import('./rates.ts')).rates(),
  feed: async (events = 1_000_000) => (await import('./feed.ts')).feed(events),
  kills: async (moments = 20) => (await import('./kills.ts')).killed(moments),
  page: async (seconds = 15) => (await import('./live-page.ts')).livePage(seconds),
}

const [name = 'rates', count] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name as keyof typeof BENCHES] : null
if (bench) await bench(count === undefined ? undefined : Number(count))
else throw new Error(`there is no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`)
