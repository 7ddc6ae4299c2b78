import { changedOrder } from '../server/services/order-reads.ts'
import { changedStep } from '../server/services/order-step-reads.ts'
import * as steps from '../server/services/step.ts'
import { builder } from './builder.ts'
import { carriedOut } from './mutation.ts'
import { Order } from './order.ts'
import { OrderStep } from './order-step.ts'
import * as input from './step-inputs.ts'

const StepPayload = builder.objectRef<steps.StepRef>('StepPayload')
StepPayload.implement({
  fields: (t) => ({
    step: t.field({ type: OrderStep, resolve: (ref, _, request) => changedStep(request, ref) }),
    order: t.field({ type: Order, resolve: ({ orderId }, _, request) => changedOrder(request, orderId) }),
  }),
})

const WHO = 'For members of its department, admins and tokens that write orders.'
const payload = { type: StepPayload, nullable: true } as const

builder.mutationFields((t) => ({
  startStep: t.field({
    ...payload,
    description: `READY → IN_PROGRESS, held by the viewer where nobody held it. ${WHO}`,
    args: { input: t.arg({ type: input.StepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.startStep(request, args.input)),
  }),
  completeStep: t.field({
    ...payload,
    description: `READY or IN_PROGRESS → DONE; what waited for it alone is READY. ${WHO}`,
    args: { input: t.arg({ type: input.StepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.completeStep(request, args.input)),
  }),
  blockStep: t.field({
    ...payload,
    description: 'Puts a hold on it.',
    args: { input: t.arg({ type: input.BlockStepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.blockStep(request, args.input)),
  }),
  unblockStep: t.field({
    ...payload,
    description: 'Releases one hold, or all that are open where none is named.',
    args: { input: t.arg({ type: input.UnblockStepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.unblockStep(request, args.input)),
  }),
  skipStep: t.field({
    ...payload,
    description: `Says that it need not be done: SKIPPED. ${WHO}`,
    args: { input: t.arg({ type: input.BlockStepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.skipStep(request, args.input)),
  }),
  assignStep: t.field({
    ...payload,
    description: `Gives it to a member of its department, or to nobody. ${WHO}`,
    args: { input: t.arg({ type: input.AssignStepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.assignStep(request, args.input)),
  }),
  returnStep: t.field({
    ...payload,
    description:
      'The department that should take it on hands it back: the steps named (its direct predecessors if none) open a new run; it waits.',
    args: { input: t.arg({ type: input.ReturnStepInput, required: true }) },
    resolve: (_, args, request) => carriedOut(request, steps.returnStep(request, args.input)),
  }),
}))
