import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Catalogue, loadCatalogue } from '../catalogue.ts'
import { type Context, notFound } from '../context.ts'
import { peopleReply } from '../routes/reply.ts'
import { contentHash, keepsRules, refusedLevelAct } from './act.ts'
import {
  closeProposal,
  insertProposal,
  type LevelSettings,
  lockProposal,
  type Proposal,
  type ProposalContent,
  readSettings,
  setAlarmSteps,
  setLevelFigures,
  waitingProposals,
  writeSettings,
} from './store-settings.ts'
import { lockRules } from './store-rules.ts'
import type { LevelSettingsEdit, LevelSettingsReply } from './wire.ts'

/**
 * Changes terms, volume and alarms of the levels. What is stricter begins at once; what is looser (a level that ends by
 * itself, more customers before a collection rises, fewer alarms) waits for a second person.
 * @throws Mistake `custody.changed-meanwhile`, `custody.levels-all`, `custody.no-level`
 */
export async function editSettings(
  context: Context,
  caller: Caller,
  edit: LevelSettingsEdit,
): Promise<{ version: number; waiting: number } | Refusal> {
  return await context.house.db.transact(async (w) => {
    await lockRules(w)
    const refusal = await refusedLevelAct(
      context,
      w,
      caller,
      { verb: 'edit-level-rules' },
      { subject: 'level-settings', detail: { hash: contentHash(edit) } },
    )
    if (refusal !== undefined) return refusal
    const catalogue = await loadCatalogue(w)
    const before = await readSettings(w)
    mustNameEach(catalogue, edit)
    const steps = [...new Set(edit.alarmSteps)].sort((a, b) => a - b)
    const quieter = before.alarmSteps.some((step) => !steps.includes(step))
    const kept = { alarmSteps: quieter ? before.alarmSteps : steps, reviewDays: edit.reviewDays }
    if (!(await writeSettings(w, kept, edit.version)))
      throw new Mistake('custody.changed-meanwhile', { status: 409 })
    const wishes: Pick<Proposal, 'kind' | 'content'>[] = quieter
      ? [{ kind: 'alarm-steps', content: { alarmSteps: steps } }]
      : []
    for (const level of edit.levels) wishes.push(...(await setLevel(w, catalogue, level)))
    const proposed = { proposedBy: caller.personId, proposedAt: context.house.clock.now() }
    for (const wish of wishes) await insertProposal(w, { id: newId(), ...wish, ...proposed })
    context.forget(w)
    return { version: edit.version + 1, waiting: wishes.length }
  })
}

function mustNameEach(catalogue: Catalogue, edit: LevelSettingsEdit): void {
  const ranks = new Set(edit.levels.map((level) => level.rank))
  for (const [i, { rank }] of edit.levels.entries())
    if (!catalogue.levels.has(rank)) throw new Mistake('custody.no-level', { field: `levels.${i}.rank` })
  if (ranks.size !== catalogue.levels.size || ranks.size !== edit.levels.length)
    throw new Mistake('custody.levels-all', { field: 'levels' })
}

/** Sets what is stricter and returns what is looser. */
async function setLevel(
  w: Writer,
  catalogue: Catalogue,
  level: LevelSettingsEdit['levels'][number],
): Promise<Pick<Proposal, 'kind' | 'content'>[]> {
  const { rank } = level
  const now = catalogue.levels.get(rank)!
  const wishes: Pick<Proposal, 'kind' | 'content'>[] = []
  let { risesAt } = level
  if ((risesAt ?? Infinity) > (now.risesAt ?? Infinity)) {
    wishes.push({ kind: 'rises-at', content: { rank, risesAt } })
    risesAt = now.risesAt
  }
  if (level.endsByItself && !now.endsByItself)
    wishes.push({ kind: 'ends-by-itself', content: { rank, endsByItself: true } })
  const endsByItself = level.endsByItself && now.endsByItself
  await setLevelFigures(w, rank, { openTerm: level.openTerm, endsByItself, risesAt })
  return wishes
}

/** A second person lets a looser setting begin, or refuses it; never whoever proposed it. */
export async function decideProposal(
  context: Context,
  caller: Caller,
  id: string,
  confirm: boolean,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    await lockRules(w)
    const proposal = await lockProposal(w, id)
    if (proposal === undefined) throw notFound()
    const refusal = await refusedLevelAct(
      context,
      w,
      caller,
      { verb: 'confirm-level-rules', applicant: proposal.proposedBy },
      { subject: `level-proposal/${id}`, detail: { kind: proposal.kind, confirm } },
    )
    if (refusal !== undefined) return refusal
    await closeProposal(w, id, { confirm, by: caller.personId, at: context.house.clock.now() })
    if (confirm) await carryOut(w, proposal.content)
    context.forget(w)
    return { done: true as const }
  })
}

async function carryOut(w: Writer, content: ProposalContent): Promise<void> {
  if ('alarmSteps' in content) {
    await setAlarmSteps(w, content.alarmSteps)
    return
  }
  const level = (await loadCatalogue(w)).levels.get(content.rank)
  if (level === undefined) throw new Mistake('custody.no-level', { field: 'rank' })
  await setLevelFigures(w, content.rank, {
    openTerm: level.openTerm,
    endsByItself: 'endsByItself' in content ? true : level.endsByItself,
    risesAt: 'risesAt' in content ? content.risesAt : level.risesAt,
  })
}

/** Settings and what waits, for the page. */
export async function showSettings(context: Context, caller: Caller): Promise<LevelSettingsReply> {
  const { settings, waiting, catalogue } = await context.house.db.read(async (r) => ({
    settings: await readSettings(r),
    waiting: await waitingProposals(r),
    catalogue: await loadCatalogue(r),
  }))
  const person = await peopleReply(
    context,
    waiting.map((one) => one.proposedBy),
  )
  return {
    ...settings,
    alarmSteps: [...settings.alarmSteps],
    levels: [...catalogue.levels.values()].map(
      ({ rank, zh, en, secrecyYears, openTerm, endsByItself, risesAt }) => ({
        rank, zh, en, secrecyYears, openTerm, endsByItself, risesAt,
      }), // prettier-ignore
    ),
    proposals: waiting.map((one) => ({
      id: one.id,
      kind: one.kind,
      ...inWords(one.content, settings, catalogue),
      proposedBy: person(one.proposedBy),
      proposedAt: one.proposedAt.toISOString(),
      mayDecide: one.proposedBy !== caller.personId && keepsRules(caller),
    })),
  }
}

const figure = (value: number | null): string => (value === null ? '—' : String(value))

function inWords(
  content: ProposalContent,
  settings: LevelSettings,
  catalogue: Catalogue,
): { rank: number | null; before: string; after: string } {
  if ('alarmSteps' in content)
    return { rank: null, before: settings.alarmSteps.join(', '), after: content.alarmSteps.join(', ') }
  const level = catalogue.levels.get(content.rank)
  if ('risesAt' in content)
    return { rank: content.rank, before: figure(level?.risesAt ?? null), after: figure(content.risesAt) }
  return { rank: content.rank, before: '', after: '' }
}
