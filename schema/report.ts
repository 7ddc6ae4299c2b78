import { type RefusedChange as Refused, type ReportAnswer, recordStepChanges } from '../server/services/report.ts'
import { builder } from './builder.ts'
import { ErrorCode, StepState } from './enums.ts'
import { carriedOut } from './mutation.ts'

const StepChangeInput = builder.inputType('StepChangeInput', {
  fields: (t) => ({
    sourceId: t.string({ required: true, description: 'What the other system calls this change; each is taken once.' }),
    order: t.string({ required: true, description: "The order's number." }),
    step: t.string({ required: true, description: "The step's key." }),
    state: t.field({ type: StepState, required: true, description: 'The state that it is in there.' }),
    at: t.field({ type: 'DateTime', required: true, description: 'When it happened.' }),
    holder: t.string({ description: "A person's key." }),
    reason: t.string(),
  }),
})

const RecordStepChangesInput = builder.inputType('RecordStepChangesInput', {
  fields: (t) => ({
    source: t.string({ required: true, description: 'Which system: `sourceId`s are its own.' }),
    changes: t.field({ type: [StepChangeInput], required: true, description: '1 to 250.' }),
  }),
})

const RefusedChange = builder.objectRef<Refused>('RefusedChange')
RefusedChange.implement({
  fields: (t) => ({
    sourceId: t.exposeString('sourceId'),
    code: t.expose('code', { type: ErrorCode }),
    message: t.exposeString('message'),
  }),
})

const RecordStepChangesPayload = builder.objectRef<ReportAnswer>('RecordStepChangesPayload')
RecordStepChangesPayload.implement({
  fields: (t) => ({
    applied: t.exposeInt('applied'),
    duplicates: t.exposeInt('duplicates', { description: 'Taken before, by their `sourceId`.' }),
    refused: t.field({ type: [RefusedChange], resolve: ({ refused }) => [...refused] }),
  }),
})

builder.mutationField('recordStepChanges', (t) =>
  t.field({
    type: RecordStepChangesPayload,
    nullable: true,
    description:
      'How an ERP or WMS reports what happened there: up to 250 changes, each applied or refused on its own, each once (by `sourceId`).',
    args: { input: t.arg({ type: RecordStepChangesInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, recordStepChanges(request, input)),
  }),
)
