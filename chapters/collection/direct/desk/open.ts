import type { Reader } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { usedCatalogue } from '../../context.ts'
import type { Catalogue } from '../../../custody/index.ts'
import { purposesOf } from '../check.ts'
import type { DirectContext, NoticeInForce } from '../context.ts'
import {
  companyName,
  formByCode,
  type StoredForm,
  type StoredVersion,
  versionInForce,
} from '../store/forms.ts'
import { countTaken } from '../store/submissions.ts'
import type { FormQuestion, OpenForm, OpenQuestion } from '../wire.ts'
import { noForm } from './acts.ts'

const nothing = { zh: '', en: '' }

function openQuestion(question: FormQuestion, catalogue: Catalogue): OpenQuestion {
  const field = question.kind === 'field' ? catalogue.byCode.get(question.field) : undefined
  const own = question.label.zh === '' ? nothing : question.label
  return {
    id: question.id,
    kind: question.kind,
    label: {
      zh: own.zh || (field?.zh ?? ''),
      en: own.en || own.zh || (field?.en ?? ''),
    },
    help: question.help,
    required: question.kind !== 'section' && question.required,
    type: field?.type ?? '',
    sensitive: field?.sensitive ?? false,
    choices: question.kind === 'field' ? question.choices : [],
    most: question.kind === 'file' ? question.most : 0,
    accept: question.kind === 'file' ? question.accept : '',
    showIf: question.showIf ?? null,
  }
}

/**
 * Whether a form takes anything at this moment.
 * @throws Mistake `form.none` (404) for one that was never published, `form.closed`, `form.not-yet`, `form.over`, `form.full` (409)
 */
export async function mustBeOpen(
  r: Reader,
  form: StoredForm | undefined,
  version: StoredVersion | undefined,
  now: Date,
): Promise<{ form: StoredForm; version: StoredVersion }> {
  if (form === undefined || version === undefined) throw noForm()
  const no = (code: string): Mistake => new Mistake(code, { status: 409 })
  const { startsAt, endsAt, cap } = version.body
  if (form.closedAt !== null) throw no('form.closed')
  if (startsAt !== null && now < new Date(startsAt)) throw no('form.not-yet')
  if (endsAt !== null && now >= new Date(endsAt)) throw no('form.over')
  if (cap !== null && (await countTaken(r, form.id)) >= cap) throw no('form.full')
  return { form, version }
}

/** The notice of a version as it is in force. @throws Mistake `form.paused` when there is none any more */
export async function noticeOf(
  ctx: DirectContext,
  r: Reader,
  version: StoredVersion,
): Promise<NoticeInForce> {
  const notice = await ctx.asked.notice(r, version.body.notice)
  if (notice === undefined) throw new Mistake('form.paused', { status: 409 })
  return notice
}

/** A version as customers, and the counter, get it. */
export async function shownForm(
  ctx: DirectContext,
  r: Reader,
  form: Pick<StoredForm, 'code'>,
  version: Pick<StoredVersion, 'id' | 'number' | 'hash' | 'body'>,
  notice: NoticeInForce,
): Promise<OpenForm> {
  const { body } = version
  const catalogue = await usedCatalogue(ctx)
  const purposes = purposesOf(body, await ctx.asked.purposes(r))
  return {
    code: form.code,
    company: await companyName(r),
    version: { id: version.id, number: version.number, hash: version.hash },
    title: body.title,
    intro: body.intro,
    thanks: body.thanks,
    kind: body.kind,
    purposes: purposes.map(({ zh, en }) => ({ zh, en })),
    questions: body.questions.map((question) => openQuestion(question, catalogue)),
    notice: {
      versionId: notice.versionId,
      hash: notice.hash,
      items: [...notice.items],
      boxes: notice.boxes.map((box) => ({ ...box })),
      text: notice.text,
    },
    consentNeeded: needsConsent(body, purposes),
    endsAt: body.endsAt,
  }
}

/** Whether anything about the form rests on consent. */
export const needsConsent = (
  body: Pick<StoredVersion['body'], 'legalBasis'>,
  purposes: readonly { readonly legalBasis?: string | undefined }[],
): boolean => body.legalBasis === 'consent' || purposes.some((one) => one.legalBasis === 'consent')

/** The form behind an address. */
export async function openFormView(ctx: DirectContext, code: string): Promise<OpenForm> {
  return await ctx.house.db.read(async (r) => {
    const found = await formByCode(r, code)
    const inForce = found === undefined ? undefined : await versionInForce(r, found.id)
    const { form, version } = await mustBeOpen(r, found, inForce, ctx.house.clock.now())
    return await shownForm(ctx, r, form, version, await noticeOf(ctx, r, version))
  })
}
