type Hours = { readonly weekday: number; readonly opens: string; readonly closes: string }

/** 2024-01-01 was a Monday. */
const nameOf = (weekday: number, language?: string) =>
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday))

/** Working hours in words, days with the same hours together: "Mon to Fri 08:00 – 17:00". `language`: the browser's if left out. */
export function hoursInWords(weekdays: readonly Hours[], language?: string): string[] {
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    hours: weekdays
      .filter((one) => one.weekday === weekday)
      .sort((a, b) => a.opens.localeCompare(b.opens))
      .map(({ opens, closes }) => `${opens} – ${closes}${closes <= opens ? ' the next day' : ''}`)
      .join(', '),
  }))
  const runs: { from: number; to: number; hours: string }[] = []
  for (const { weekday, hours } of days) {
    const last = runs.at(-1)
    if (last && last.hours === hours) last.to = weekday
    else runs.push({ from: weekday, to: weekday, hours })
  }
  const named = (from: number, to: number) =>
    from === to ? nameOf(from, language) : `${nameOf(from, language)} to ${nameOf(to, language)}`
  return runs.filter(({ hours }) => hours !== '').map(({ from, to, hours }) => `${named(from, to)} ${hours}`)
}
