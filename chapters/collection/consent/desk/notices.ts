import { isUniqueViolation, type Reader } from '../../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { type Actor, askOffice, type ConsentContext, noSuch } from '../context.ts'
import { bodyOf, changesWhatWasAgreed, hashOf, itemsOf, missingOf } from '../notice/content.ts'
import { boxesOf, differencesOf, sectionsOf, shownText, titleOf } from '../notice/render.ts'
import * as store from '../store/notices.ts'
import {
  type Differences,
  noticeDraft,
  type NoticeDraft,
  type NoticeView,
  type PublicNotice,
  type VersionRow,
} from '../../wire/consent.ts'

type Done = { readonly done: true }

/** Starts a notice with an empty draft. @throws Mistake `consent.code-taken` */
export async function addNotice(
  ctx: ConsentContext,
  caller: Actor,
  body: { readonly code: string; readonly name: string },
): Promise<{ id: string } | Refusal> {
  const at = ctx.house.clock.now()
  const id = newId(at.getTime())
  try {
    return await ctx.house.db.transact(async (w) => {
      const refused = await askOffice(
        ctx,
        w,
        caller,
        { verb: 'edit-notice' },
        { subject: id, detail: { change: 'added', notice: body.code } },
      )
      if (refused !== undefined) return refused
      const draft = noticeDraft.parse({
        processor: { name: await store.companyName(w), contact: '', address: '', officer: '' },
      })
      await store.insertNotice(w, { id, ...body, draft, by: caller.personId, at })
      return { id }
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Mistake('consent.code-taken', { field: 'code', status: 409, values: { code: body.code } })
    throw error
  }
}

/** Saves the draft. @throws Mistake `consent.changed-meanwhile`, `consent.not-found` */
export async function saveNotice(
  ctx: ConsentContext,
  caller: Actor,
  id: string,
  body: { readonly revision: number; readonly name: string; readonly draft: NoticeDraft },
): Promise<{ revision: number } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const found = await store.lockNotice(w, id)
    if (found === undefined) throw noSuch()
    const detail = { change: 'draft', notice: found.code, content: hashOf(body.draft) }
    const refused = await askOffice(ctx, w, caller, { verb: 'edit-notice' }, { subject: id, detail })
    if (refused !== undefined) return refused
    if ((await store.saveDraftRow(w, { id, ...body })) === 0) throw changedMeanwhile()
    return { revision: body.revision + 1 }
  })
}

const changedMeanwhile = (): Mistake => new Mistake('consent.changed-meanwhile', { status: 409 })

/**
 * Lays the draft down as a version, for somebody else to publish. Whoever agreed to the version before is asked anew when
 * purposes, ways, kinds or recipients differ, or when the writer says so.
 * @throws Mistake `consent.items-missing` naming the first statutory item that is missing, `consent.version-waits`
 */
export async function proposeVersion(
  ctx: ConsentContext,
  caller: Actor,
  noticeId: string,
  revision: number,
): Promise<{ id: string; hash: string } | Refusal> {
  const at = ctx.house.clock.now()
  try {
    return await ctx.house.db.transact(async (w) => {
      const notice = await store.lockNotice(w, noticeId)
      if (notice === undefined) throw noSuch()
      const id = newId(at.getTime())
      const register = await store.readRegister(w)
      const draft = noticeDraft.parse(notice.draft)
      const missing = missingOf(draft, register)
      const body =
        missing.length > 0
          ? undefined
          : bodyOf(notice.code, await store.nextNumber(w, noticeId), draft, register)
      const hash = body === undefined ? '' : hashOf(body)
      const refused = await askOffice(
        ctx,
        w,
        caller,
        { verb: 'edit-notice' },
        {
          subject: id,
          detail: { change: 'proposed', notice: notice.code, content: hash, missing: missing.length },
        },
      )
      if (refused !== undefined) return refused
      if (notice.closedAt !== null || notice.revision !== revision) throw changedMeanwhile()
      if (body === undefined) {
        const [first] = missing
        throw new Mistake('consent.items-missing', {
          field: `draft.${first!.field}`,
          values: { count: missing.length, law: first!.law },
        })
      }
      const before = await store.publishedByCode(w, notice.code)
      const asksAnew = before !== undefined && (draft.asksAnew || changesWhatWasAgreed(before.body, body))
      await store.insertVersion(w, { id, noticeId, body, hash, asksAnew, by: caller.personId, at })
      return { id, hash }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new Mistake('consent.version-waits', { status: 409 })
    throw error
  }
}

/**
 * Publishes or declines a version: by somebody other than its writer, of exactly the content that was read.
 * @throws Mistake `consent.version-decided`, `consent.changed-meanwhile`, `consent.notice-altered`
 */
export async function decideVersion(
  ctx: ConsentContext,
  caller: Actor,
  id: string,
  body: { readonly outcome: 'published' | 'declined'; readonly hash: string },
): Promise<Done | Refusal> {
  const at = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const asked = await store.versionById(w, id)
    if (asked === undefined) throw noSuch()
    await store.lockNotice(w, asked.noticeId)
    const version = (await store.lockVersion(w, id))!
    const detail = {
      outcome: body.outcome,
      notice: version.code,
      number: version.number,
      content: version.hash,
    }
    const act = { verb: 'publish-notice' as const, applicant: version.proposedBy }
    const refused = await askOffice(ctx, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    if (version.state !== 'proposed') throw new Mistake('consent.version-decided', { status: 409 })
    if (version.hash !== body.hash) throw changedMeanwhile()
    if (hashOf(version.body) !== version.hash) throw new Mistake('consent.notice-altered', { status: 409 })
    await store.decideVersionRow(w, {
      id,
      noticeId: version.noticeId,
      outcome: body.outcome,
      by: caller.personId,
      at,
    })
    return { done: true as const }
  })
}

/** Takes a notice out of use; what was agreed to under it stays on record. */
export async function closeNotice(ctx: ConsentContext, caller: Actor, id: string): Promise<Done | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const notice = await store.lockNotice(w, id)
    if (notice === undefined) throw noSuch()
    const refused = await askOffice(
      ctx,
      w,
      caller,
      { verb: 'edit-notice' },
      { subject: id, detail: { change: 'closed', notice: notice.code } },
    )
    if (refused !== undefined) return refused
    await store.closeNotice(w, id, ctx.house.clock.now())
    return { done: true as const }
  })
}

/** A notice in the builder: draft, what is missing, versions, and what may be chosen. */
export async function viewNotice(ctx: ConsentContext, id: string): Promise<NoticeView> {
  return await ctx.house.db.read(async (r) => {
    const notice = await store.noticeById(r, id)
    if (notice === undefined) throw noSuch()
    const register = await store.readRegister(r)
    const versions = await store.versionsOf(r, id)
    const draft = noticeDraft.parse(notice.draft)
    return {
      id,
      code: notice.code,
      name: notice.name,
      draft,
      revision: notice.revision,
      missing: missingOf(draft, register),
      items: itemsOf(draft, register),
      versions: await rowsOf(ctx, r, versions),
      choices: { purposes: [...register.purposes.values()], fields: [...register.fields.values()] },
    }
  })
}

async function rowsOf(
  ctx: ConsentContext,
  r: Reader,
  versions: readonly (store.StoredVersion & { standing: number })[],
): Promise<VersionRow[]> {
  const ids = versions.flatMap(({ proposedBy, decidedBy }) =>
    decidedBy === null ? [proposedBy] : [proposedBy, decidedBy],
  )
  const names = await ctx.people.names([...new Set(ids)], r)
  const person = (id: string) => {
    const { name = '', employeeNo = '' } = names.get(id) ?? {}
    return { id, name, employeeNo }
  }
  return versions.map((one) => ({
    id: one.id,
    number: one.number,
    hash: one.hash,
    state: one.state,
    asksAnew: one.asksAnew,
    proposedBy: person(one.proposedBy),
    proposedAt: one.proposedAt.toISOString(),
    decidedBy: one.decidedBy === null ? null : person(one.decidedBy),
    decidedAt: one.decidedAt?.toISOString() ?? null,
    standing: one.standing,
  }))
}

/** Where two versions of a notice differ, as their readers see it. */
export async function compareVersions(
  ctx: ConsentContext,
  noticeId: string,
  q: { readonly from: string; readonly to: string; readonly language: 'zh' | 'en' },
): Promise<Differences> {
  return await ctx.house.db.read(async (r) => {
    const [before, after] = [await store.versionById(r, q.from), await store.versionById(r, q.to)]
    if (before?.noticeId !== noticeId || after?.noticeId !== noticeId) throw noSuch()
    return {
      rows: differencesOf(before.body, after.body, q.language),
      asksAnew: changesWhatWasAgreed(before.body, after.body),
    }
  })
}

/** A version as anybody is shown it. */
export function shownVersion(
  version: store.StoredVersion,
  company: string,
  language: 'zh' | 'en',
): PublicNotice {
  const { body } = version
  return {
    versionId: version.id,
    notice: version.code,
    number: version.number,
    hash: version.hash,
    current: version.state === 'published',
    publishedAt: (version.decidedAt ?? version.proposedAt).toISOString(),
    company,
    title: titleOf(body, language),
    sections: sectionsOf(body, language),
    boxes: boxesOf(body, language),
    shownHash: shownText(body, language).hash,
    minorsAsked: body.items.length > 0,
  }
}

/**
 * The notice in force at a public address, or the version with that hash.
 * @throws Mistake `consent.no-notice` (404), also for versions that were never published
 */
export async function publicNotice(
  ctx: ConsentContext,
  code: string,
  language: 'zh' | 'en',
  hash?: string,
): Promise<PublicNotice> {
  return await ctx.house.db.read(async (r) => {
    const found =
      hash === undefined ? await store.publishedByCode(r, code) : await store.versionByHash(r, code, hash)
    if (found === undefined) throw new Mistake('consent.no-notice', { status: 404, field: 'code' })
    if (hashOf(found.body) !== found.hash) throw new Mistake('consent.notice-altered', { status: 409 })
    return shownVersion(found, await store.companyName(r), language)
  })
}

/** One version in the builder, also before it is published. */
export async function previewVersion(
  ctx: ConsentContext,
  id: string,
  language: 'zh' | 'en',
): Promise<PublicNotice> {
  return await ctx.house.db.read(async (r) => {
    const found = await store.versionById(r, id)
    if (found === undefined) throw noSuch()
    return shownVersion(found, await store.companyName(r), language)
  })
}
