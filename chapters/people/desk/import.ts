import { Mistake } from '../../../floor/errors.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { changeWanted } from '../store/company.ts'
import { personsByNumber } from '../store/persons.ts'
import type { Difference, ImportReply, RowProblem } from '../wire.ts'
import { applyIn } from './apply-differences.ts'
import { differences, digestOf } from './differences.ts'
import { type ImportRow, problem, readPeopleFile, type ReadFile } from './import-read.ts'

const problemsShown = 500
/** Differences sent to the page; the counts are whole, and what is not sent is chosen like the rest. */
const differencesShown = 2000

export interface PeopleFile {
  readonly path: string
  readonly name: string
  readonly dryRun: boolean
  /** The file claims to name everybody: who is missing is proposed as a leaver. */
  readonly complete?: boolean
  /** What becomes of rights that hung on a mover's old post; they end unless they are to be kept. */
  readonly movers?: 'end' | 'keep'
  /** Digest of the preview that was confirmed; without it whatever the file says is applied. */
  readonly digest?: string | undefined
  /** Keys of differences that are left alone. */
  readonly without?: readonly string[]
  readonly signal?: AbortSignal
}

/**
 * Reads a list of people and departments and compares it with what is known. Unless this is a dry run or anything is
 * wrong, the differences are put in force in one transaction. A clearance above the lowest is never given by a file: it
 * is listed for the security administrator. Leavers are only proposed.
 * @throws Mistake for a file that cannot be used at all; `people.preview-outdated` when the confirmed preview is not today's
 */
export async function importPeople(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  file: PeopleFile,
): Promise<ImportReply | Refusal> {
  const { house } = context
  const read = await readPeopleFile(file.path, file.name, file.signal)
  return await house.db.transact(async (w) => {
    const list = await differences(w, { people: read.rows, complete: file.complete === true })
    const before = await personsByNumber(
      w,
      read.rows.map((row) => row.employeeNo),
    )
    const problems = problemsOf(read, list)
    const wanted = read.rows.filter(
      ({ employeeNo, clearance }) =>
        clearance !== undefined &&
        clearance > 1 &&
        clearance !== before.get(employeeNo)?.clearance &&
        (before.get(employeeNo)?.leftAt ?? null) === null,
    )
    const digest = digestOf(list)
    const apply = !file.dryRun && problems.length === 0
    if (!apply) return replyOf(read, list, { problems, wanted, digest, applied: false })
    if (file.digest !== undefined && file.digest !== digest)
      throw new Mistake('people.preview-outdated', { field: 'digest', status: 409 })
    const left = new Set(file.without ?? [])
    const chosen = list.filter((one) => !left.has(one.key))
    const done = await applyIn(context, w, caller, chosen, { source: 'file', movers: file.movers ?? 'end' })
    if (isRefusal(done)) return done
    const after = await personsByNumber(
      w,
      wanted.map((row) => row.employeeNo),
    )
    await changeWanted(
      w,
      Object.fromEntries(
        wanted.flatMap((row) => {
          const person = after.get(row.employeeNo)
          return person === undefined ? [] : [[person.id, row.clearance!]]
        }),
      ),
    )
    return replyOf(read, list, { problems, wanted, digest, applied: true })
  })
}

/** Problems of rows, those of the reader and those found by comparing, in the order of the rows. */
function problemsOf(read: ReadFile, list: readonly Difference[]): RowProblem[] {
  const rowOf = new Map(read.rows.map((row) => [row.employeeNo, row.row]))
  const found = list.flatMap((one) =>
    one.problem === null || one.kind === 'leaver' || one.kind === 'department'
      ? []
      : [problem(rowOf.get(one.employeeNo) ?? 0, columnOf[one.problem] ?? '工号', one.problem)],
  )
  return [...read.problems, ...found].sort((a, b) => a.row - b.row)
}
const columnOf: Readonly<Record<string, string>> = {
  'people.end-date-required': '到期日',
  'people.end-before-start': '到期日',
  'people.own-manager': '直属主管工号',
  'people.row-manager': '直属主管工号',
}

function replyOf(
  read: ReadFile,
  list: readonly Difference[],
  more: {
    readonly problems: readonly RowProblem[]
    readonly wanted: readonly ImportRow[]
    readonly digest: string
    readonly applied: boolean
  },
): ImportReply {
  const count = (...kinds: Difference['kind'][]): number =>
    list.filter((one) => kinds.includes(one.kind) && one.problem === null).length
  const people = list.filter((one) => one.kind !== 'department' && one.kind !== 'leaver').length
  return {
    applied: more.applied,
    rows: read.rows.length + new Set(read.problems.map((one) => one.row)).size,
    created: count('joiner'),
    changed: count('mover', 'change'),
    moved: count('mover'),
    missing: count('leaver'),
    unchanged: read.rows.length - people,
    departmentsCreated: list.filter((one) => one.kind === 'department').map((one) => one.employeeNo),
    unknownColumns: [...read.unknownColumns],
    problems: more.problems.slice(0, problemsShown),
    problemCount: more.problems.length,
    clearanceWanted: more.wanted.map(({ employeeNo, name, clearance }) => ({
      employeeNo,
      name,
      clearance: clearance!,
    })),
    differences: list.slice(0, differencesShown),
    digest: more.digest,
  }
}
