import type { Department, Person } from '../domain/directory.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Database, Tx } from '../storage/database.ts'
import { type DirectoryRows, loadDirectory } from '../storage/directory-load.ts'
import { inSnapshot } from '../storage/snapshot.ts'

/** Things of one kind by number and by key, in a fixed order. */
class Register<T extends { readonly id: number; readonly key: string }> {
  private readonly list: readonly T[]
  private readonly ids: ReadonlyMap<number, T>
  private readonly keys: ReadonlyMap<string, T>

  constructor(list: readonly T[]) {
    this.list = list
    this.ids = new Map(list.map((one) => [one.id, one]))
    this.keys = new Map(list.map((one) => [one.key, one]))
  }

  all(): readonly T[] {
    return this.list
  }

  byId(id: number | null): T | null {
    return id === null ? null : (this.ids.get(id) ?? null)
  }

  byKey(key: string): T | null {
    return this.keys.get(key) ?? null
  }
}

/**
 * Departments, people and workflow versions, in memory. It is read anew after each write of this process and, before the feed
 * hands on an event that tells of a change, after each write of another.
 */
export class Directory {
  departments = new Register<Department>([])
  people = new Register<Person>([])
  private refreshing: Promise<void> = Promise.resolve()
  private versions: ReadonlyMap<number, Workflow> = new Map()
  private newest: ReadonlyMap<string, Workflow> = new Map()
  private readonly database: Database

  /** Empty until it is refreshed. */
  constructor(database: Database) {
    this.database = database
  }

  /** Reads all anew. One at a time, so that what was read last is what stays. */
  refresh(): Promise<void> {
    this.refreshing = this.refreshing
      .catch(() => {})
      .then(async () => this.replace(await inSnapshot(this.database, loadDirectory)))
    return this.refreshing
  }

  /**
   * A version by its number. Where another process published it and the feed has not told yet all is read anew, since who performs its
   * steps may be as new. `tx` must see nothing that is not committed: what is learnt stays.
   */
  async workflowOf(tx: Tx, id: number): Promise<Workflow> {
    const read = this.versions.has(id) ? null : await loadDirectory(tx)
    if (read && !this.versions.has(id)) this.replace(read)
    return this.workflowById(id)
  }

  /** A version by its number, which must have been met before: see `workflowOf`. */
  workflowById(id: number): Workflow {
    const found = this.versions.get(id)
    if (!found) throw new Error(`workflow version ${id} is not in the directory`)
    return found
  }

  findWorkflow(id: number): Workflow | null {
    return this.versions.get(id) ?? null
  }

  /** The newest version of a workflow, or the one named. */
  workflow(key: string, version: number | null = null): Workflow | null {
    if (version === null) return this.newest.get(key) ?? null
    return this.workflows().find((one) => one.key === key && one.version === version) ?? null
  }

  /** Every version of every workflow, the oldest first. */
  workflows(): readonly Workflow[] {
    return [...this.versions.values()]
  }

  /** The newest version of each workflow, the most recently published last. */
  currentWorkflows(): readonly Workflow[] {
    return [...this.newest.values()].sort((a, b) => a.publishedAt - b.publishedAt || a.id - b.id)
  }

  members(departmentId: number): readonly Person[] {
    return this.people.all().filter((person) => person.departmentId === departmentId)
  }

  /** Versions are only ever added: fewer than are known were read earlier. One that is known stays the same object. */
  private replace({ departments, people, workflows }: DirectoryRows): void {
    if (workflows.length < this.versions.size) return
    this.departments = new Register(departments)
    this.people = new Register(people)
    this.versions = new Map(workflows.map((one) => [one.id, this.versions.get(one.id) ?? one]))
    const byVersion = this.workflows().toSorted((a, b) => a.version - b.version)
    this.newest = new Map(byVersion.map((one) => [one.key, one]))
  }
}
