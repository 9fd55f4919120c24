import type { Writer } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller, Question, ReadingRequest } from '../../gate/index.ts'
import type { ApprovalForm, FormView, Instance } from '../approval/index.ts'
import type { Catalogue } from '../custody/index.ts'
import { type Content, contentOf, modeWords } from './content.ts'
import { ApplicationDesk, type ApplicationParts } from './desk/applications.ts'
import { attachments, attachmentWords } from './wire.ts'
import { applicationFields, narrowableParts, narrowedContent } from './desk/narrowing.ts'
import { grantOfApplication, readDraft, replaceApplication } from './store/applications.ts'
import { insertGrant, lockGrant, revokeGrant } from './store/grants.ts'

/** Most files that are named on the page and in print; the number of all is always stated. */
const namedMost = 100

type Row = FormView['sections'][number]['rows'][number]
const row = (
  zh: string,
  en: string,
  value: string,
  valueEn = value,
  kind?: Row['kind'],
  key?: string,
): Row => ({
  ...(key === undefined ? {} : { key }),
  label: { zh, en },
  value: { zh: value, en: valueEn },
  ...(kind === undefined ? {} : { kind }),
})

/** 客户资料使用申请表 (SY, BM-R-01 A/0): what it shows, and the grant that its approval issues. */
export const useForm = (parts: ApplicationParts): ApprovalForm => ({
  code: 'use',
  series: 'SY',
  name: { zh: '客户资料使用申请表', en: 'Application for use of customer data' },
  formNumber: 'BM-R-01 A/0',
  onApproved: (w, instance) => issue(parts, w, instance),
  // The access ends at once; that it was given up is confirmed afterwards.
  revocation: { atOnce: true, revoke: (w, instance, by) => takeBack(parts, w, instance, by) },
  again: (caller, instance) => new ApplicationDesk(parts).again(caller, instance),
  drafts: async (r, person) => {
    const kept = await readDraft(r, person)
    const title = { zh: '使用申请草稿', en: 'Draft of an application' }
    return kept === undefined ? [] : [{ link: '/applications/new', title, savedAt: kept.savedAt }]
  },
  fields: applicationFields,
  narrowable: (instance, _viewer, keys) => narrowable(parts, instance, keys),
  narrowed: async (_r, instance, change) => {
    const { clock, timeZone } = parts.house
    const content = narrowedContent(instance, change, clock.now(), timeZone)
    return { snapshot: content, title: await new ApplicationDesk(parts).titleOf(content) }
  },
  onNarrowed: (w, instance) => replaceApplication(w, instance.id, contentOf(instance.snapshot)),
  view: (instance, viewer, hidden = new Set()) => view(parts, instance, viewer, hidden),
})

async function narrowable(parts: ApplicationParts, instance: Instance, keys: ReadonlySet<string>) {
  const content = contentOf(instance.snapshot)
  const materials = keys.has('customers') ? await parts.custody.material(content.customers) : new Map()
  const files = content.customers.map((id) => ({ id, fileNo: materials.get(id)?.head.fileNo ?? id }))
  return narrowableParts(content, keys, await parts.custody.catalogue(), files)
}

/**
 * Issues the grant inside the deciding transaction. It begins at the moment of approval at the earliest; a late
 * approval never makes it end later, and after its end there is none.
 */
async function issue(parts: ApplicationParts, w: Writer, instance: Instance): Promise<void> {
  const { house, approval } = parts
  const content = contentOf(instance.snapshot)
  const now = house.clock.now()
  const from = new Date(Math.max(Date.parse(content.startsAt), now.getTime()))
  const until = new Date(content.endsAt)
  const told = { instanceId: instance.id, link: `/approvals/${instance.id}` }
  const named = { application: instance.id, subject: instance.applicantId, snapshot: instance.snapshotHash }
  if (until <= from) {
    house.gate.note(w, 'grant-not-issued', { ...named, why: 'period-over' })
    await approval.notify(w, [instance.applicantId], 'grant-too-late', told)
    return
  }
  const grant = {
    id: newId(), application: instance.id, person: instance.applicantId, content, from, until, snapshotHash: instance.snapshotHash,
  } // prettier-ignore
  await insertGrant(w, grant, now)
  house.gate.note(w, 'grant-issued', {
    ...named,
    grant: grant.id,
    purpose: content.purpose,
    modes: content.modes,
    fields: content.fields,
    files: content.customers.length,
    from: from.toISOString(),
    until: until.toISOString(),
    countLimit: content.countLimit,
  })
  await approval.notify(w, [instance.applicantId], 'grant-issued', {
    ...told,
    values: { files: content.customers.length },
  })
}

/** Ends the grant of an application that its applicant gives up. */
async function takeBack(parts: ApplicationParts, w: Writer, instance: Instance, by: string): Promise<void> {
  const grant = await grantOfApplication(w, instance.id)
  if (grant === undefined) return
  await lockGrant(w, grant)
  const now = parts.house.clock.now()
  if (!(await revokeGrant(w, grant, by, '申请人撤销 · given up by the applicant', now))) return
  parts.house.gate.note(w, 'grant-ended', {
    why: 'revoked',
    actor: by,
    application: instance.id,
    subject: instance.applicantId,
    grant,
  })
}

async function view(
  parts: ApplicationParts,
  instance: Instance,
  viewer: Caller,
  hidden: ReadonlySet<string>,
): Promise<FormView> {
  const content = contentOf(instance.snapshot)
  const catalogue = await parts.custody.catalogue()
  const purpose = (await parts.facts.purposeWords()).get(content.purpose)
  return {
    sections: [
      { title: { zh: '使用内容', en: 'Use' }, rows: useRows(parts, content, purpose) },
      { title: { zh: '资料与字段', en: 'Files and fields' }, rows: await fileRows(parts, instance, content, catalogue, viewer, hidden) },
      {
        title: { zh: '承诺', en: 'Undertaking' },
        rows: [
          row(
            '承诺', 'Undertaking',
            '本人承诺仅为上述目的、在上述范围和期限内使用，不转发、不留存，到期归还或销毁。',
            'I use the data for this purpose only, within these limits and dates, pass nothing on, keep no copy, and return or destroy it at the end.',
          ),
        ],
      },
    ],
  } // prettier-ignore
}

function useRows(
  { house }: ApplicationParts,
  content: Content,
  purpose: { zh: string; en: string } | undefined,
): Row[] {
  const time = (iso: string): string =>
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: house.timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(new Date(iso))
  const modes = content.modes.map((mode) => modeWords[mode])
  const limit = content.countLimit
  return [
    row('使用目的', 'Purpose', purpose?.zh ?? content.purpose, purpose?.en ?? content.purpose, undefined, 'purpose'),
    row('具体事由', 'Reason', content.reason, content.reason, undefined, 'reason'),
    row('使用方式', 'Way of use', modes.map((m) => m.zh).join('、'), modes.map((m) => m.en).join(', '), undefined, 'modes'),
    row('起止期限', 'Period', `${time(content.startsAt)} 至 ${time(content.endsAt)}`, `${time(content.startsAt)} to ${time(content.endsAt)}`, undefined, 'period'),
    row('次数上限', 'Openings at most', limit === null ? '不限' : String(limit), limit === null ? 'not limited' : String(limit), undefined, 'count-limit'),
    row('存放地点', 'Kept at', content.storagePlace, content.storagePlace, undefined, 'storage'),
    row('归还或销毁方式', 'Return or destruction', content.returnMethod, content.returnMethod, undefined, 'return'),
  ] // prettier-ignore
}

async function fileRows(
  parts: ApplicationParts,
  instance: Instance,
  content: Content,
  catalogue: Catalogue,
  viewer: Caller,
  hidden: ReadonlySet<string>,
): Promise<Row[]> {
  const fields = content.fields.flatMap((id) =>
    id === attachments ? attachmentWords : (catalogue.fields.get(id) ?? []),
  )
  const level = catalogue.levels.get(instance.level)
  // What the step hides is not read either.
  const shown = hidden.has('customers')
    ? []
    : await namedFiles(parts, content.customers.slice(0, namedMost), catalogue, viewer)
  const more = content.customers.length - shown.length
  const tail = more > 0 ? [`…（另有 ${more} 份）`] : []
  const tailEn = more > 0 ? [`… (${more} more)`] : []
  return [
    row('资料份数', 'Files', String(content.customers.length)),
    row('客户资料', 'Customer files', [...shown, ...tail].join('\n'), [...shown, ...tailEn].join('\n'), 'customers', 'customers'),
    row('字段范围', 'Fields', fields.map((one) => one.zh).join('、'), fields.map((one) => one.en).join(', '), undefined, 'fields'),
    row('密级', 'Level', level?.zh ?? String(instance.level), level?.en ?? String(instance.level), 'level'),
  ] // prettier-ignore
}

/** File numbers with the names as this viewer sees them; one recorded reading for all. */
async function namedFiles(
  { house, facts }: ApplicationParts,
  customers: readonly string[],
  catalogue: Catalogue,
  viewer: Caller,
): Promise<string[]> {
  const names = ['person-name', 'company-name'].flatMap((code) => catalogue.byCode.get(code)?.id ?? [])
  const known = await facts.load(customers.map((customer) => ({ actor: viewer.personId, customer })))
  const act: Question & { verb: 'list' } = {
    actor: viewer.personId,
    verb: 'list',
    fields: [],
    at: house.clock.now().getTime(),
  }
  const requests = known.flatMap(({ facts: given, material }): ReadingRequest[] => {
    const fields = names.filter((id) => material?.head.fields.includes(id) === true)
    if (material === undefined || fields.length === 0) return []
    return [{ question: { ...act, customer: material.head.id, fields }, facts: given, file: material.file }]
  }) // prettier-ignore
  const answer = requests.length === 0 ? [] : await house.gate.readMany(requests, act)
  const byId = new Map(
    isRefusal(answer)
      ? []
      : answer.map(({ opened }) => [
          opened.customer,
          [...opened.full.values(), ...opened.masked.values()].join(' '),
        ]),
  )
  return known.flatMap(({ material }) =>
    material === undefined ? [] : [`${material.head.fileNo} ${byId.get(material.head.id) ?? ''}`.trim()],
  )
}
