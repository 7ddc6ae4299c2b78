import { formatInstant } from '../../domain/time.ts'
import type { Instant } from '../../domain/vocabulary.ts'
import type { OrderRuns, Run } from './run-row.ts'
import { xmlText } from './xml-text.ts'

/** The runs as XES 1849, in pieces: a trace an order, its runs each an event of their start and one of their completion. */
export async function* writeRunsXes(chunks: AsyncIterable<readonly OrderRuns[]>): AsyncGenerator<string> {
  yield HEAD
  for await (const orders of chunks) yield orders.map(trace).join('')
  yield '</log>\n'
}

function trace({ runs, lines, circumstances, ...order }: OrderRuns): string {
  const happened = runs.flatMap(happenings).sort((one, other) => one.at - other.at)
  const facts = [
    text('concept:name', order.order),
    ...(['customer', 'rep', 'channel', 'promised'] as const).map((name) => text(name, order[name])),
    text('circumstances', circumstances.length === 0 ? null : circumstances.join(';')),
    date('placed', order.placed),
    date('delivered', order.delivered),
    ...(lines.length === 0 ? [] : [`<list key="lines"><values>${lines.map(line).join('')}</values></list>`]),
  ]
  return `<trace>${facts.join('')}\n${happened.map(event).join('')}</trace>\n`
}

type Happening = { readonly at: Instant; readonly transition: 'start' | 'complete'; readonly run: Run }

function happenings(run: Run): Happening[] {
  const { start, finish } = run
  const times = [
    ['start', start],
    ['complete', finish],
  ] as const
  return times.flatMap(([transition, at]) => (at === null ? [] : [{ at, transition, run }]))
}

function event({ at, transition, run }: Happening): string {
  const told = [
    text('concept:name', run.step),
    text('concept:instance', `${run.step} ${run.number}`),
    text('lifecycle:transition', transition),
    date('time:timestamp', at),
    text('org:resource', run.holder),
    text('org:group', run.department),
    text('holderName', run.holderName),
    text('departmentName', run.departmentName),
  ]
  return `<event>${told.join('')}</event>\n`
}

function line({ product, quantity }: OrderRuns['lines'][number]): string {
  return `<string key="product" value="${xmlText(product)}">${text('quantity', quantity)}</string>`
}

function text(key: string, value: string | null): string {
  return value === null ? '' : `<string key="${key}" value="${xmlText(value)}"/>`
}

function date(key: string, at: Instant | null): string {
  return at === null ? '' : `<date key="${key}" value="${formatInstant(at)}"/>`
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>
<classifier name="Step" keys="concept:name"/>
<string key="concept:name" value="baton"/>
`
