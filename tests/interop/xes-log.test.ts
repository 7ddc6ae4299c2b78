import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { refusedLater } from '../domain/refused.ts'
import { fileOf, readXes } from './read-logs.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const log = (...parts: readonly string[]) =>
  fileOf('log.xes', `<?xml version="1.0"?>\n<log>\n${parts.join('\n')}\n</log>`)
const text = (key: string, value: string, inner = '') => `<string key="${key}" value="${value}">${inner}</string>`
const trace = (name: string, ...parts: readonly string[]) =>
  `<trace>${text('concept:name', name)}\n${parts.join('\n')}</trace>`
const event = (step: string, time: string, ...more: readonly string[]) =>
  `<event>${text('concept:name', step)}<date key="time:timestamp" value="${time}"/>${more.join('')}</event>`
const FIRST = event('take', '2024-01-01T08:00:00Z')

describe('a file that is no XES is refused by name', () => {
  test.each<[string, () => string, string]>([
    ['that is not there', () => '/nowhere/log.xes', '/nowhere/log.xes: cannot be read (ENOENT)'],
    ['that is empty', () => fileOf('log.xes', ''), 'log.xes row 1: is not well-formed XML'],
    ['of another XML', () => fileOf('log.xes', '<html/>'), 'log.xes: is no XES: it begins with html'],
    ['without traces', () => log(FIRST), 'log.xes: holds no trace'],
    [
      'that is cut off',
      () => fileOf('log.xes', `<log>\n${trace('1', FIRST)}\n<trace>`),
      'log.xes row 4: is not well-formed XML',
    ],
    ['with a DOCTYPE', () => fileOf('log.xes', '<!DOCTYPE log SYSTEM "x">\n<log/>'), 'log.xes row 1: has a DOCTYPE'],
    ['with an entity of its own', () => log(trace('&me;', FIRST)), 'log.xes row 3: is not well-formed XML'],
    [
      'in an unknown encoding',
      () => fileOf('log.xes', '<?xml version="1.0" encoding="klingon"?><log/>'),
      'log.xes: is in an encoding that Baton does not know (klingon)',
    ],
    [
      'of bytes that are no text',
      () => fileOf('log.xes', new Uint8Array([0x3c, 0xff])),
      'log.xes: holds bytes that are not utf-8',
    ],
  ])('%s', async (_, file, message) => {
    expect((await refusedLater(readXes(file()))).message).toContain(message)
  })

  test('that is nested deeper than a hundred', async () => {
    const deep = log(trace('1', '<string key="a" value="">'.repeat(99)))
    expect(await refusedLater(readXes(deep))).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100, actual: 101 })
  })

  test('that unpacks to more than a hundred times its size', async () => {
    const packed = fileOf('log.xes.gz', gzipSync(`<log>${' '.repeat(10_000_000)}</log>`))
    expect(await refusedLater(readXes(packed))).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100 })
  })

  test('with a part that would fill the memory', async () => {
    const large = log(trace('1', `<!--${'x'.repeat(17 * 1024 * 1024)}-->`))
    expect(await refusedLater(readXes(large))).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 16 * 1024 * 1024 })
  })

  test.each<[object, string]>([
    [{ department: 'org:unit' }, '--department: no event or trace has the attribute org:unit'],
    [{ holder: 'who' }, '--holder: no event or trace has the attribute who'],
    [{ mapping: { columns: { customer: 'cust' } } }, 'columns.customer: no event or trace has the attribute cust'],
    [{ mapping: { columns: { start: 'begin' } } }, 'columns.start: no event or trace has the attribute begin'],
  ])('of which the user names what is not there: %o', async (options, message) => {
    expect((await refusedLater(readXes(log(trace('1', FIRST)), options))).message).toBe(message)
  })
})

describe('events and traces that are wrong are refused by their line', () => {
  test.each<[string, string, number, string]>([
    [
      'an event without a time',
      trace('17', FIRST, `<event>${text('concept:name', 'pack')}</event>`),
      5,
      'log.xes row 5: event 2 of trace 17 (pack) says no time',
    ],
    ['an event without a name', trace('17', '<event/>'), 4, 'log.xes row 4: event 1 of trace 17 has no name'],
    [
      'a time that is none',
      trace('17', event('take', 'soon')),
      4,
      'log.xes row 4, time:timestamp (event 1 of trace 17): is no date',
    ],
    [
      'a trace without a name',
      `<trace>${FIRST}</trace>`,
      3,
      'log.xes row 3, concept:name: is missing: trace 1 has no name',
    ],
    [
      'a person of 121 characters',
      trace('1', event('a', '2024-01-01', text('org:resource', 'x'.repeat(121)))),
      4,
      'holder: is longer than 120',
    ],
    [
      'a quantity of 0',
      trace('1', text('product', 'X') + text('quantity', '0'), FIRST),
      3,
      'log.xes row 3, quantity: is not above 0',
    ],
  ])('%s', async (_, part, row, message) => {
    const { refused } = await readXes(log(part))
    expect(refused.rows).toMatchObject([{ row, code: 'BAD_USER_INPUT' }])
    expect(refused.rows[0]!.message).toContain(message)
  })

  test('a default of the log stands in for no time', async () => {
    const global = '<global scope="event"><date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>'
    const { refused } = await readXes(log(global, trace('1', '<event><string key="concept:name" value="a"/></event>')))
    expect(refused.rows[0]!.message).toContain('event 1 of trace 1 (a) says no time')
  })
})

describe('a log of XES', () => {
  test('has an order of each trace, with who did what and of which department', async () => {
    const who = text('org:resource', 'Ann') + text('org:group', 'Stock') + text('org:role', 'Packer')
    const of = (step: string, state: string, time: string) =>
      event(step, time, text('lifecycle:transition', state), who)
    const read = await readXes(
      log(
        trace(
          '17',
          of('pack', 'start', '2024-01-01T08:00:00+01:00'),
          of('pack', 'complete', '2024-01-01T09:30:00.5+01:00'),
        ),
      ),
    )
    expect(read.log.orders).toMatchObject([
      {
        number: '17',
        origin: { file: 'log.xes', row: 3 },
        activities: [
          {
            ...{ step: 'pack', startedAt: at('2024-01-01T07:00:00Z'), finishedAt: at('2024-01-01T08:30:00.5Z') },
            ...{ holder: 'Ann', department: 'Stock', origin: { file: 'log.xes', row: 4 } },
          },
        ],
      },
    ])
    expect(read.log.name).toBe('log')
    expect(read.log.people.get('Ann')).toEqual({ key: 'Ann', name: 'Ann', department: 'Stock' })
    expect(read.notes).toEqual([
      'departments: the attribute org:group of the events (guessed; name another with --department)',
      'people: the attribute org:resource of the events (guessed; name another with --holder)',
      '1 of 1 runs have a start and a completion of their own',
    ])
  })

  test('tells of the order in attributes of the trace: nested ones, lists, its lines', async () => {
    const list = (key: string, inner: string) => `<list key="${key}"><values>${inner}</values></list>`
    const facts = [
      text('customer', 'ACME'),
      '<date key="placed" value="2023-12-31T00:00:00Z"/>',
      text('circumstances', 'rush;new'),
      text('colour', 'red', text('shade', 'dark')),
      list('tags', text('tag', 'x') + text('tag', 'y')),
      list('lines', text('product', 'A', text('quantity', '2')) + text('product', 'B')),
      '<int key="pieces" value="3"/><boolean key="gift" value="true"/><id key="case" value="7f"/>',
    ]
    const { log: read } = await readXes(log(trace('17', ...facts, FIRST)))
    expect(read.orders[0]).toMatchObject({
      customer: 'ACME',
      placedAt: at('2023-12-31T00:00:00Z'),
      circumstances: ['rush', 'new'],
      lines: [
        { sku: 'A', quantity: '2' },
        { sku: 'B', quantity: '1' },
      ],
    })
    const attributes = { colour: 'red', 'colour/shade': 'dark', tags: 'x; y', pieces: '3', gift: 'true', case: '7f' }
    expect(read.orders[0]!.attributes).toEqual(attributes)
  })

  test('has the keys of standard extensions under whatever prefix it declares', async () => {
    const extension = '<extension name="Organizational" prefix="o" uri="http://www.xes-standard.org/org.xesext"/>'
    const { log: read } = await readXes(log(extension, trace('1', event('a', '2024-01-01', text('o:resource', 'Ann')))))
    expect(read.orders[0]!.activities[0]!.holder).toBe('Ann')
  })

  test('gives events its defaults where they lack something, but none that say that something is unknown', async () => {
    const global = `<global scope="event">${text('org:group', 'Stock')}${text('org:resource', '__INVALID__')}</global>`
    const { log: read } = await readXes(log(global, trace('1', FIRST)))
    expect(read.orders[0]!.activities).toMatchObject([{ department: 'Stock', holder: null }])
  })

  test('names its steps by a classifier where events have no name, or where the mapping names one', async () => {
    const classifiers = `<classifier name="Work" keys="'the job' lifecycle:transition"/><classifier name="Both" keys="'the job' place"/>`
    const bare = `<event>${text('the job', 'saw')}${text('place', 'hall')}<date key="time:timestamp" value="2024-01-01"/></event>`
    const steps = async (options: object) =>
      (await readXes(log(classifiers, trace('1', bare)), options)).log.orders[0]!.activities.map(({ step }) => step)
    expect(await steps({})).toEqual(['saw'])
    expect(await steps({ mapping: { columns: { step: 'Both' } } })).toEqual(['saw+hall'])
    expect(await steps({ mapping: { columns: { step: 'place' } } })).toEqual(['hall'])
  })

  test('takes two traces of one name for one order, and counts what they both tell once', async () => {
    const more = event('pack', '2024-01-02T08:00:00Z')
    const { log: read, notes } = await readXes(log(trace('1', FIRST), trace('2', FIRST), trace('1', FIRST, more)))
    expect(read.orders.map(({ number, activities }) => [number, activities.map(({ step }) => step)])).toEqual([
      ['1', ['take', 'pack']],
      ['2', ['take']],
    ])
    expect(notes[0]).toBe(
      '1 traces have the name of one before: they are the same order, and what they repeat counts once',
    )
  })

  test('leaves out, and counts, traces without events and events without a trace', async () => {
    const { log: read, notes } = await readXes(log(trace('1', FIRST), trace('2'), FIRST))
    expect(read.orderCount).toBe(1)
    expect(notes).toEqual(
      expect.arrayContaining([
        '1 traces have no event and are left out',
        '1 events stand in no trace and are left out',
      ]),
    )
  })

  test('is read as the mapping says: other keys, times of a zone, steps that are none', async () => {
    const own = `<event>${text('job', 'saw')}${text('who', 'Ann')}${text('from', '2024-01-01 08:00:00')}${text('to', '2024-01-01 09:00:00')}</event>`
    const mark = `<event>${text('job', 'Start')}${text('from', '2024-01-01 07:00:00')}${text('to', '2024-01-01 07:00:00')}</event>`
    const columns = { order: 'case', step: 'job', holder: 'who', start: 'from', finish: 'to' }
    const mapping = { columns, timeZone: 'Asia/Tokyo', ignore: ['Start'], missing: ['Ben'] }
    const { log: read } = await readXes(log(`<trace>${text('case', 'A7')}${mark}${own}</trace>`), { mapping })
    expect(read.orders).toMatchObject([
      {
        number: 'A7',
        activities: [
          { step: 'saw', startedAt: at('2023-12-31T23:00:00Z'), finishedAt: at('2024-01-01T00:00:00Z'), holder: 'Ann' },
        ],
      },
    ])
  })

  test('may be packed, and in an encoding that it declares', async () => {
    const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><log>${trace('Ä1', FIRST)}</log>`, 'latin1')
    const wide = Buffer.from(`\ufeff<log>${trace('Ä1', FIRST)}</log>`, 'utf16le')
    for (const bytes of [latin, wide]) {
      const { log: read } = await readXes(fileOf('log.xes.gz', gzipSync(bytes)))
      expect(read.orders[0]!.number).toBe('Ä1')
    }
  })
})
