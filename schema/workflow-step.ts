import { globalId } from '../server/domain/global-id.ts'
import { failureModesOf, leadTimeOf } from '../server/services/lead-time.ts'
import { requirementsOfStep } from '../server/services/requirement-reads.ts'
import { dependenciesInWorkflow, type StepInWorkflow } from '../server/services/workflow-reads.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { FailureMode, LeadTimeReport } from './lead-time.ts'
import { Node } from './node.ts'
import { Requirement } from './requirement.ts'

export const WorkflowStep = builder.objectRef<StepInWorkflow>('WorkflowStep')
WorkflowStep.implement({
  description: 'One activity of one department in a workflow version.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ workflow, step }) => globalId('WorkflowStep', workflow.id, step.position) }),
    key: t.string({ description: 'Stable short name within its workflow.', resolve: ({ step }) => step.key }),
    name: t.string({ resolve: ({ step }) => step.name }),
    department: t.field({
      type: Department,
      resolve: ({ step }, _, { baton }) => baton.directory.departments.byId(step.departmentId)!,
    }),
    dependsOn: t.field({
      type: [WorkflowStep],
      description: 'The steps that must be done, or skipped, before this one starts.',
      resolve: dependenciesInWorkflow,
    }),
    appliesWhen: t.string({
      nullable: true,
      description: 'CEL over the order; the step is skipped where it is false. Null: always.',
      resolve: ({ step }) => step.appliesWhen,
    }),
    delivers: t.boolean({
      description:
        "With it done the goods or the service are the customer's; later steps (billing, say) may still be open. The last steps, unless said otherwise.",
      resolve: ({ step }) => step.delivers,
    }),
    requirements: t.field({
      type: [Requirement],
      description: 'What is asked of the others about this step, in force now.',
      resolve: (step, _, request) => requirementsOfStep(request, step),
    }),
    leadTime: t.field({
      type: LeadTimeReport,
      description: 'What was said of the time that it takes, against what its latest runs took.',
      resolve: (step, _, request) => leadTimeOf(request, step),
    }),
    failureModes: t.field({
      type: [FailureMode],
      description:
        'What goes wrong here, most frequent first: why its latest runs were held, or handed back by another.',
      resolve: (step, _, request) => failureModesOf(request, step),
    }),
  }),
})
