import { expect } from 'vitest'
import type { Baton } from '../../server/services/baton.ts'
import { Directory } from '../../server/services/directory.ts'
import type { Database } from '../../server/storage/database.ts'

/** Everything that can be asked of a directory. */
export function contentsOf(directory: Directory) {
  const [departments, people, workflows] = [directory.departments.all(), directory.people.all(), directory.workflows()]
  const keys = new Set(workflows.map(({ key }) => key))
  return {
    departments,
    departmentsById: departments.map(({ id }) => directory.departments.byId(id)),
    departmentsByKey: departments.map(({ key }) => directory.departments.byKey(key)),
    members: departments.map(({ id }) => directory.members(id)),
    people,
    peopleById: people.map(({ id }) => directory.people.byId(id)),
    peopleByKey: people.map(({ key }) => directory.people.byKey(key)),
    workflows,
    workflowsById: workflows.map(({ id }) => directory.findWorkflow(id)),
    workflowsByVersion: workflows.map(({ key, version }) => directory.workflow(key, version)),
    newest: [...keys].map((key) => directory.workflow(key)),
    currentWorkflows: directory.currentWorkflows(),
  }
}

type Contents = ReturnType<typeof contentsOf>

/** The directory of a Baton that has just been started on this database. */
export async function freshContents(database: Database): Promise<Contents> {
  const directory = new Directory(database)
  await directory.refresh()
  return contentsOf(directory)
}

/** A Baton's directory at the moment when it first hands on events up to this number. */
export function contentsAt({ feed, directory }: Baton, seq: number): Promise<Contents> {
  const { tail } = feed
  if (tail.head >= seq) return Promise.resolve(contentsOf(directory))
  const { promise, resolve } = Promise.withResolvers<Contents>()
  const stop = tail.onAdvance(() => {
    if (tail.head < seq) return
    stop()
    resolve(contentsOf(directory))
  })
  return promise
}

/** That this Baton's directory is what the tables say. */
export async function expectRight({ database, directory }: Baton): Promise<void> {
  expect(contentsOf(directory)).toEqual(await freshContents(database))
}
