import { brandWithType } from '@pothos/core'
import { readNode } from '../server/services/node-reads.ts'
import type { Request } from '../server/services/request.ts'
import { builder } from './builder.ts'

export const Node = builder.nodeInterfaceRef()

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Whatever has this id, as far as the viewer sees it; null for what does not exist or may not be seen.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, request) => brandedNode(request, id),
  }),
)

/** The branded copy tells the interface which type it is; the things themselves are plain values of the domain. */
async function brandedNode(request: Request, id: string): Promise<object | null> {
  const found = await readNode(request, id)
  if (!found) return null
  const branded = { ...found.node }
  brandWithType(branded, found.type as never)
  return branded
}
