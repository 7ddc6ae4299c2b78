import type { CompiledField } from './compiled-field.ts'
import { bytesOf } from './compiled-value.ts'
import type { Pen } from './pen.ts'

/** Writes an object as far as it is asked for, one field after the other; throws where something goes wrong at once. */
export type WriteObject = (pen: Pen, source: unknown) => void

/** Of these fields, in the order in which they were asked for. */
export function writerOfFields(fields: readonly CompiledField[]): WriteObject {
  const leads = fields.map(({ key }, place) => bytesOf(`${place === 0 ? '{' : ','}${JSON.stringify(key)}:`))
  const end = bytesOf(fields.length === 0 ? '{}' : '}')
  return (pen, source) => {
    const { writing } = pen
    for (let place = 0; place < fields.length; place += 1) {
      const field = fields[place]!
      const { args, info } = writing.asked[field.index] ?? writing.asking(field)
      const value = field.resolve(source, args, writing.context, info)
      pen.raw(leads[place]!)
      field.writeValue(pen, value, info)
    }
    pen.raw(end)
  }
}
