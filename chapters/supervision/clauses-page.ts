import { articlesOfClause, citationText, type Clause, loadPolicy, parties } from '../../floor/policy/index.ts'
import { clauseKey, type House } from '../../gate/index.ts'
import type { Projection } from './projection.ts'
import { dutyStandings } from './duty-standings.ts'
import ruleFiles from './rule-files.json' with { type: 'json' }
import { clauseStandings } from './standing.ts'
import { clauseFigures } from './store.ts'
import { tidyingStandings } from './tidying-standings.ts'
import type { ClauseRow } from './wire.ts'

const files: Readonly<Record<string, string>> = ruleFiles
/** Figures look back this many days. */
const figureDays = 30

/** Every clause of POLICY.md with the rules that enforce it, whether it is live, the law behind it, what it decided lately and how things stand. */
export async function clausePage(house: House, projection: Projection): Promise<{ rows: ClauseRow[] }> {
  await projection.catchUp()
  const now = house.clock.now()
  const { figures, standings, duties, tidying } = await house.db.read(async (r) => ({
    figures: await clauseFigures(r, new Date(now.getTime() - figureDays * 86_400_000)),
    standings: await clauseStandings(r, now, house.timeZone),
    duties: await dutyStandings(r, now),
    tidying: await tidyingStandings(r, now),
  }))
  const byClause = new Map(figures.map((f) => [f.clause, f]))
  const today = now.toISOString().slice(0, 10)
  const rows = loadPolicy().map((clause): ClauseRow => {
    const figure = byClause.get(clause.number)
    return {
      ...textsOf(clause),
      rules: house.gate.statute.clauses
        .filter((rule) => rule.number === clause.number)
        .map((rule) => ({ key: clauseKey(rule), file: files[clauseKey(rule)] ?? '' })),
      laws: articlesOfClause(clause.number, today).map(citationText),
      permits: figure?.permits ?? 0,
      refusals: figure?.refusals ?? 0,
      lastAt: figure?.last.toISOString() ?? null,
      standings: [
        ...(standings.get(clause.number) ?? []),
        ...(tidying.get(clause.number) ?? []),
        ...(duties.get(clause.number) ?? []),
      ],
    }
  })
  return { rows }
}

const textsOf = ({ number, chapter, title, text, status, kind, who, evidence, missing }: Clause) => ({
  number,
  chapter,
  title,
  text,
  status,
  kind,
  who: who.map((party) => parties[party]),
  evidence,
  missing: missing ?? null,
})
