import { randomInt } from 'node:crypto'
import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { usedCatalogue } from '../../context.ts'
import { readSource } from '../../store/sources.ts'
import { hashOfBody } from '../body.ts'
import { type Measure, needless, problemsOf } from '../check.ts'
import type { DirectContext } from '../context.ts'
import {
  insertForm,
  insertVersion,
  listForms,
  lockForm,
  openSourceNames,
  readForm,
  setClosed,
  setDraft,
  type StoredForm,
  versionInForce,
  versionsOf,
} from '../store/forms.ts'
import {
  emptyDraft,
  type FormChoices,
  type FormDraft,
  type FormProblem,
  type FormRow,
  type FormView,
} from '../wire.ts'
import { noForm, refusedAct } from './acts.ts'

/** No letter or digit that looks like another; 49 bits, drawn by lot. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const newCode = (): string => Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]!).join('')

/** Whoever holds one of these collects. */
const collecting = ['collector', 'archivist'] as const

/** A person as pages show one. */
export type Shown = { id: string; name: string; employeeNo: string }

/** Names of people by their ids. */
export async function shownPeople(
  ctx: DirectContext,
  r: Reader,
  ids: readonly (string | null)[],
): Promise<(id: string) => Shown> {
  const names = await ctx.people.names([...new Set(ids.filter((id) => id !== null))], r)
  return (id) => ({ id, name: names.get(id)?.name ?? '', employeeNo: names.get(id)?.employeeNo ?? '' })
}

/** What a draft is measured against, as things stand in this transaction. */
export async function measureOf(ctx: DirectContext, r: Reader, draft: FormDraft): Promise<Measure> {
  const { asked, people } = ctx
  const facts =
    draft.responsible === null
      ? undefined
      : (await people.personFacts([draft.responsible], r)).get(draft.responsible)
  const source = draft.source === null ? undefined : await readSource(r, draft.source)
  return {
    catalogue: await usedCatalogue(ctx),
    purposes: await asked.purposes(r),
    unneeded: (fields, purposes) => asked.unneeded(fields, purposes),
    notice: draft.notice === '' ? undefined : await asked.notice(r, draft.notice),
    sourceOpen: source !== undefined && source.closedAt === null,
    responsibleCollects: facts?.active === true && collecting.some((role) => facts.roles.has(role)),
  }
}

/** Begins a form, empty or as a copy of another one's draft. */
export async function createForm(
  ctx: DirectContext,
  person: string,
  body: { name: string; copyOf?: string | undefined },
): Promise<{ id: string } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const id = newId()
    const copied = body.copyOf === undefined ? undefined : await readForm(w, body.copyOf)
    if (body.copyOf !== undefined && copied === undefined) throw noForm()
    const refusal = await refusedAct(ctx, w, person, 'edit-form', {
      subject: id,
      detail: { step: 'created' },
    })
    if (refusal !== undefined) return refusal
    const draft = copied?.draft ?? { ...emptyDraft, responsible: person }
    await insertForm(w, { id, code: newCode(), name: body.name, draft, by: person, at: house.clock.now() })
    return { id }
  })
}

/** Keeps a draft. @throws Mistake `form.changed-meanwhile` when somebody else kept another one since it was opened */
export async function saveForm(
  ctx: DirectContext,
  person: string,
  id: string,
  body: { revision: number; name: string; draft: FormDraft },
): Promise<{ revision: number; problems: FormProblem[] } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    await lockedAt(w, id, body.revision)
    const refusal = await refusedAct(ctx, w, person, 'edit-form', { subject: id, detail: { step: 'saved' } })
    if (refusal !== undefined) return refusal
    await setDraft(w, id, { name: body.name, draft: body.draft, at: ctx.house.clock.now() })
    return {
      revision: body.revision + 1,
      problems: problemsOf(body.draft, await measureOf(ctx, w, body.draft)),
    }
  })
}

async function lockedAt(w: Writer, id: string, revision: number): Promise<StoredForm> {
  const form = await lockForm(w, id)
  if (form === undefined) throw noForm()
  if (form.revision !== revision)
    throw new Mistake('form.changed-meanwhile', { field: 'revision', status: 409 })
  return form
}

/**
 * Publishes the draft as a version that never changes. The gate is asked with what was found out here: a collector who
 * answers for it, a source, a notice in force, no field that no purpose needs.
 * @throws Mistake `form.not-ready` naming the first problem
 */
export async function publish(
  ctx: DirectContext,
  person: string,
  id: string,
  revision: number,
): Promise<{ number: number; hash: string } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    const { draft } = await lockedAt(w, id, revision)
    const measure = await measureOf(ctx, w, draft)
    const tooMany = needless(draft, measure).length
    const before = await versionInForce(w, id)
    const hash = hashOfBody(draft)
    const refusal = await refusedAct(ctx, w, person, 'publish-form', {
      subject: id,
      act: {
        sourceKnown: measure.sourceOpen,
        form: {
          collector: measure.responsibleCollects,
          notice: measure.notice !== undefined,
          needless: tooMany,
        },
      },
      detail: {
        hash,
        needless: tooMany,
        ...(measure.notice === undefined ? {} : { notice: measure.notice.hash }),
      },
    })
    if (refusal !== undefined) return refusal
    const [first] = problemsOf(draft, measure)
    if (first !== undefined)
      throw new Mistake('form.not-ready', { field: `draft.${first.field}`, values: { code: first.code } })
    if (before?.hash === hash) {
      await setClosed(w, id, null, house.clock.now())
      return { number: before.number, hash }
    }
    const number = (before?.number ?? 0) + 1
    const version = {
      id: newId(),
      number,
      body: draft,
      hash,
      publishedBy: person,
      publishedAt: house.clock.now(),
    }
    await insertVersion(w, id, version)
    return { number, hash }
  })
}

/** Takes a form out of use; its address says so from now on. */
export async function close(
  ctx: DirectContext,
  person: string,
  id: string,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const form = await lockForm(w, id)
    if (form === undefined) throw noForm()
    const refusal = await refusedAct(ctx, w, person, 'edit-form', { subject: id, detail: { step: 'closed' } })
    if (refusal !== undefined) return refusal
    const now = ctx.house.clock.now()
    if (form.closedAt === null) await setClosed(w, id, now, now)
    return { done: true as const }
  })
}

const stateOf = (form: Pick<StoredForm, 'closedAt'>, version: number | null): FormRow['state'] =>
  form.closedAt !== null ? 'closed' : version === null ? 'draft' : 'published'

/** A page of forms. */
export async function viewForms(
  ctx: DirectContext,
  q: { page: number; size: number; sort: string; state?: string | undefined },
): Promise<{ total: number; rows: FormRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listForms(r, { ...q, state: q.state })
    const shown = await shownPeople(
      ctx,
      r,
      rows.map((row) => row.responsibleId),
    )
    return {
      total,
      rows: rows.map((row) => ({
        id: row.id,
        code: row.code,
        name: row.name,
        state: stateOf(row, row.version),
        version: row.version,
        responsible: row.responsibleId === null ? null : shown(row.responsibleId),
        submissions: row.submissions,
        waiting: row.waiting,
        changedAt: row.changedAt.toISOString(),
      })),
    }
  })
}

/** Where a form is reached. @param origin what stands in the address bar */
export const addressOf = (origin: string, code: string): string => `${origin}/o/form/${code}`

/** One form with everything the builder needs. */
export async function viewForm(ctx: DirectContext, id: string, origin: string): Promise<FormView> {
  return await ctx.house.db.read(async (r) => {
    const form = await readForm(r, id)
    if (form === undefined) throw noForm()
    const versions = await versionsOf(r, id)
    const { responsible } = form.draft
    const shown = await shownPeople(ctx, r, [responsible, ...versions.map((one) => one.publishedBy)])
    return {
      id: form.id,
      code: form.code,
      name: form.name,
      state: stateOf(form, versions[0]?.number ?? null),
      address: addressOf(origin, form.code),
      draft: form.draft,
      revision: form.revision,
      changed: versions[0]?.hash !== hashOfBody(form.draft),
      problems: problemsOf(form.draft, await measureOf(ctx, r, form.draft)),
      responsible: responsible === null ? null : shown(responsible),
      versions: versions.map((one) => ({
        id: one.id,
        number: one.number,
        hash: one.hash,
        publishedBy: shown(one.publishedBy),
        publishedAt: one.publishedAt.toISOString(),
      })),
    }
  })
}

/** What a form is built from: purposes with their fields, the catalogue, notices in force, sources, collectors. */
export async function choices(ctx: DirectContext): Promise<FormChoices> {
  const catalogue = await usedCatalogue(ctx)
  return await ctx.house.db.read(async (r) => {
    const holders = new Set<string>()
    for (const role of collecting) for (const id of await ctx.people.holdersOf(r, role)) holders.add(id)
    const shown = await shownPeople(ctx, r, [...holders])
    const purposes = await ctx.asked.purposes(r)
    return {
      purposes: purposes
        .filter((one) => one.open)
        .map(({ code, zh, en, legalBasis, fields }) => ({
          code,
          zh,
          en,
          legalBasis: legalBasis ?? '',
          fields: [...fields],
        })),
      fields: [...catalogue.fields.values()]
        .sort((a, b) => a.sort - b.sort)
        .map(({ id, code, zh, en, type, sensitive, appliesTo }) => ({
          id,
          code,
          zh,
          en,
          type,
          sensitive,
          appliesTo,
        })),
      notices: (await ctx.asked.notices(r)).map(({ code, name, versionId, hash, items }) => ({
        code,
        ...name,
        versionId,
        hash,
        items: [...items],
      })),
      sources: await openSourceNames(r),
      collectors: [...holders].map(shown),
    }
  })
}
