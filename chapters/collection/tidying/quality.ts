import { type Reader, sql } from '../../../floor/database/index.ts'
import type { Refusal } from '../../../floor/errors.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { askedBy, type Caller, factsOfCaller } from '../../../gate/index.ts'
import { dayIn } from '../../people/index.ts'
import { personOf, type Tidy } from './context.ts'
import { defectsOf, freshSince, isStale, missingFields, typeOfFile } from './defects.ts'
import { readSettings } from './store.ts'
import type { Defect, FileQuality, QualityReply, Score } from './wire.ts'

/** Counts over some files, from which their scores follow. */
export interface Counts {
  readonly files: number
  /** Fields they should have, and those of them that are missing. */
  readonly wanted: number
  readonly missing: number
  /** Values they hold, and those that do not fit. */
  readonly held: number
  readonly unfit: number
  /** Files in an open pair of duplicates, files too old. */
  readonly doubled: number
  readonly stale: number
}

const part = (good: number, of: number): number => (of === 0 ? 100 : Math.round((good / of) * 1000) / 10)

/** Scores in hundredths: of what should be there how much is, of what is there how much fits, is single, is fresh; and the mean. */
export function scoreOf(c: Counts): Score {
  const completeness = part(c.wanted - c.missing, c.wanted)
  const validity = part(c.held - c.unfit, c.held)
  const uniqueness = part(c.files - c.doubled, c.files)
  const freshness = part(c.files - c.stale, c.files)
  const total = Math.round((completeness + validity + uniqueness + freshness) * 2.5) / 10
  return { files: c.files, completeness, validity, uniqueness, freshness, total }
}

const noDepartment = '00000000-0000-0000-0000-000000000000'

/** Counts every file in use by department, as of today; a second run of the same day replaces the first. Nothing is opened. */
export async function takeSnapshot(ctx: Tidy): Promise<void> {
  const now = ctx.house.clock.now()
  const day = dayIn(ctx.house.timeZone, now)
  await ctx.house.db.transact(async (w) => {
    // Two runs at once come one after the other.
    await readSettings(w, 'update')
    await w.run(sql`delete from collection.quality where day = ${day}::date`)
    await w.run(sql`
      insert into collection.quality (day, department_id, files, wanted, missing, held, unfit, doubled, stale)
      with need as materialized (
        select t.code, k.kind, array_agg(f.id) as ids from custody.customer_type t cross join (values ('person'), ('company')) k(kind)
        join custody.field f on f.code = any(t.required) and f.retired_at is null and f.applies_to in ('both', k.kind) group by 1, 2),
      doubled as materialized (
        select customer_id as id from collection.duplicate where state = 'open'
        union select other_id from collection.duplicate where state = 'open')
      select ${day}::date, coalesce(c.department_id, ${noDepartment}::uuid), count(*), coalesce(sum(cardinality(n.ids)), 0),
        coalesce(sum((select count(*) from unnest(n.ids) x where x <> all(c.fields))), 0), sum(cardinality(c.fields)),
        sum(cardinality(c.unfit)), count(d.id), count(*) filter (where ${isStale(now)})
      from custody.customer c ${typeOfFile}
      left join custody.batch b on b.id = c.batch_id
      left join need n on n.code = t.code and n.kind = c.kind
      left join doubled d on d.id = c.id
      where c.status = 'active' and (b.id is null or b.released_at is not null) group by 2`)
  })
}

interface Line extends Counts {
  readonly day: string
  readonly departmentId: string
  readonly name: string | null
}

const plus = (lines: readonly Counts[]): Counts => {
  const sum = (of: (line: Counts) => number): number => lines.reduce((total, line) => total + of(line), 0)
  return {
    files: sum((l) => l.files), wanted: sum((l) => l.wanted), missing: sum((l) => l.missing), held: sum((l) => l.held),
    unfit: sum((l) => l.unfit), doubled: sum((l) => l.doubled), stale: sum((l) => l.stale),
  } // prettier-ignore
}

/** Most days a trend goes back. */
const trendDays = 90

/** Scores of the last snapshot by department, and the trend of the company or of one department. Counts only. */
export async function showQuality(ctx: Tidy, department: string | undefined): Promise<QualityReply> {
  return await ctx.house.db.read(async (r) => {
    const lines = await r.rows<Line>(sql`
      select to_char(q.day, 'YYYY-MM-DD') as day, q.department_id as "departmentId", d.name, q.files,
        q.wanted::float8 as wanted, q.missing::float8 as missing, q.held::float8 as held, q.unfit::float8 as unfit, q.doubled, q.stale
      from collection.quality q left join people.department d on d.id = q.department_id
      where q.day > (select max(day) from collection.quality) - ${trendDays}::int order by q.day, d.name nulls last`)
    const day = lines.at(-1)?.day ?? null
    const today = lines.filter((line) => line.day === day)
    const shown = department === undefined ? lines : lines.filter((line) => line.departmentId === department)
    const days = [...new Set(shown.map((line) => line.day))]
    return {
      day,
      company: day === null ? null : scoreOf(plus(today)),
      departments: today.map((line) => ({
        id: line.departmentId === noDepartment ? null : line.departmentId,
        name: line.name ?? '',
        score: scoreOf(line),
      })),
      trend: days.map((one) => ({
        day: one,
        score: scoreOf(plus(shown.filter((line) => line.day === one))),
      })),
    }
  })
}

interface FileCounts {
  readonly defects: Defect[]
  readonly missing: number[]
  readonly unfit: number[]
  readonly wanted: number
  readonly held: number
  readonly confirmedAt: Date | null
  readonly staleAt: Date | null
  readonly dueAt: Date | null
  readonly type: string
  readonly category: string
}

const countsOfFile = (r: Reader, id: string, now: Date): Promise<FileCounts | undefined> =>
  r.row<FileCounts>(sql`
    select ${defectsOf(now)} as defects, ${missingFields} as missing, c.unfit, cardinality(c.fields) as held,
      (select count(*)::int from custody.field f where f.code = any(t.required) and f.retired_at is null and f.applies_to in ('both', c.kind)) as wanted,
      c.confirmed_at as "confirmedAt", ${freshSince} + make_interval(months => t.stale_months) as "staleAt",
      (select q.due_at from collection.tidying q where q.customer_id = c.id and q.state = 'open') as "dueAt",
      coalesce(c.type_code, '') as type, coalesce(c.category_code, '') as category
    from custody.customer c ${typeOfFile} where c.id = ${id}`)

/** Scores and defects of one file, for whoever may see it. Facts beside the file only: nothing is opened. */
export async function showFileQuality(
  ctx: Tidy,
  caller: Caller,
  id: string,
  missingFile: () => Error,
): Promise<FileQuality | Refusal> {
  const material = (await ctx.custody.material([id])).get(id)
  if (material === undefined || material.head.status === 'erased') throw missingFile()
  const refusal = await ctx.custody.mayLookAt(caller, material)
  if (refusal !== undefined && isRefusal(refusal)) return refusal
  const now = ctx.house.clock.now()
  const [counts, facts] = await ctx.house.db.read(async (r) => [
    await countsOfFile(r, id, now),
    await personOf(ctx, caller.personId, r),
  ])
  if (counts === undefined) throw missingFile()
  const { fields } = await ctx.custody.catalogue()
  const names = (ids: readonly number[]) =>
    ids.flatMap((one) => {
      const field = fields.get(one)
      return field === undefined ? [] : [{ zh: field.zh, en: field.en }]
    })
  const may = ctx.house.gate.foresee(
    { ...askedBy(caller), verb: 'tidy', customer: id, fields: [], at: now.getTime() },
    { ...factsOfCaller(caller), ...facts, customer: material.facts, act: { verb: 'tidy', defects: 0 } },
  )
  const has = (code: Defect): number => (counts.defects.includes(code) ? 1 : 0)
  return {
    score: scoreOf({
      files: 1, wanted: counts.wanted, missing: counts.missing.length, held: counts.held, unfit: counts.unfit.length,
      doubled: has('duplicate'), stale: has('stale'),
    }), // prettier-ignore
    defects: counts.defects,
    missing: names(counts.missing),
    unfit: names(counts.unfit),
    confirmedAt: counts.confirmedAt?.toISOString() ?? null,
    staleAt: counts.staleAt?.toISOString() ?? null,
    dueAt: counts.dueAt?.toISOString() ?? null,
    mayTidy: may.verdict === 'permit' && material.head.status === 'active',
    type: counts.type,
    category: counts.category,
  }
}
