import type { Measure } from './text-size.ts'

const known = new Map<string, Measure>()

/** Measures in CSS pixels, in the page's own font of that size and weight. */
export function measureIn(size: number, weight: number): Measure {
  const font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`
  const measure = known.get(font) ?? newMeasure(font)
  known.set(font, measure)
  return measure
}

function newMeasure(font: string): Measure {
  const widths = new Map<string, number>()
  const context = document.createElement('canvas').getContext('2d')
  if (context) context.font = font
  return (text) => {
    const width = widths.get(text) ?? context?.measureText(text).width ?? text.length * 10
    widths.set(text, width)
    return width
  }
}
