import { Fault } from '../../../floor/errors.ts'
import { markOf, type PaperForm, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { type ConsentContext, noSuch } from './context.ts'
import { viewConsents } from './desk/panel.ts'
import { itemWords } from './key-texts.ts'
import { boxesOf, sectionsOf, titleOf } from './notice/render.ts'
import { paperWords } from './paper-texts.ts'
import { readText } from './store/consents.ts'
import { companyName, versionById } from './store/notices.ts'
import { consentItems, type CustomerConsents } from '../wire/consent.ts'

type Printer = Pick<Caller, 'personId' | 'name' | 'employeeNo' | 'token'>

/** Form 6 of the rule book as an A4 PDF with boxes and places to sign; the print is recorded first. @throws Mistake `consent.not-found` */
export async function printNotice(
  ctx: ConsentContext,
  caller: Printer,
  id: string,
  language: 'zh' | 'en',
): Promise<FileReply> {
  const { version, company } = await ctx.house.db.read(async (r) => ({
    version: await versionById(r, id),
    company: await companyName(r),
  }))
  if (version === undefined) throw noSuch()
  const text = paperWords[language]
  const number = `${version.code} v${version.number}`
  const body = await printed(ctx, caller, language, {
    company,
    title: titleOf(version.body, language),
    recordNumber: number,
    hash: version.hash,
    subject: version.id,
    sections: [
      ...sectionsOf(version.body, language).map(({ heading, paragraphs }) => ({
        kind: 'text' as const,
        heading,
        paragraphs,
      })),
      {
        kind: 'table' as const,
        heading: text.boxes,
        columns: [
          { label: text.item, share: 6 },
          { label: text.yes, share: 1 },
          { label: text.no, share: 1 },
        ],
        rows: boxesOf(version.body, language).map((one) => [one.text, text.tick, text.tick]),
      },
    ],
    signatures: text.signatures.map((label) => ({ label, name: '' })),
  })
  return {
    fileName: `${version.code}-v${version.number}.pdf`,
    contentType: 'application/pdf',
    body,
    inline: true,
  }
}

/** The record of one consent with the text that was shown. @throws Mistake `consent.not-found`, also for a file that is not the caller's to list */
export async function printConsent(
  ctx: ConsentContext,
  caller: Printer,
  which: { readonly id: string; readonly consent: string },
  language: 'zh' | 'en',
): Promise<FileReply> {
  const view = await viewConsents(ctx, caller, which.id)
  const consent = view.consents.find((one) => one.id === which.consent)
  if (consent === undefined) throw noSuch('consent')
  const head = (await ctx.custody.material([which.id])).get(which.id)?.head
  const fileNo = head?.fileNo ?? ''
  const level = (await ctx.custody.catalogue()).levels.get(head?.whole ?? 1)
  const { company, shown } = await ctx.house.db.read(async (r) => ({
    company: await companyName(r),
    shown: await readText(r, consent.shownHash),
  }))
  const text = paperWords[language]
  const moment = (iso: string | null): string =>
    iso === null
      ? ''
      : new Intl.DateTimeFormat('sv-SE', {
          timeZone: ctx.house.timeZone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(new Date(iso))
  const body = await printed(ctx, caller, language, {
    company,
    title: text.recordTitle,
    ...(level === undefined
      ? {}
      : {
          marking: markOf(level, { years: level.secrecyYears, openTerm: level.openTerm }, company, language),
        }),
    recordNumber: `${fileNo} ${consent.noticeCode} v${consent.number}`,
    hash: consent.contentHash,
    subject: consent.id,
    customer: which.id,
    sections: recordSections(view, consent, { fileNo, shown: shown?.text ?? '', language, moment }),
    signatures: [],
  })
  return { fileName: `${fileNo}-consent.pdf`, contentType: 'application/pdf', body, inline: true }
}

/** Facts of the consent, its answers, withdrawals since, and the words that were shown. */
function recordSections(
  view: CustomerConsents,
  consent: CustomerConsents['consents'][number],
  more: {
    readonly fileNo: string
    readonly shown: string
    readonly language: 'zh' | 'en'
    readonly moment: (iso: string | null) => string
  },
): PaperForm['sections'] {
  const { fileNo, shown, language, moment } = more
  const text = paperWords[language]
  return [
    {
      kind: 'fields',
      cells: [
        { label: text.fileNo, value: fileNo },
        { label: text.notice, value: `${consent.notice} v${consent.number}` },
        { label: text.channel, value: text.channels[consent.channel] },
        { label: text.operator, value: consent.operator },
        { label: text.at, value: moment(consent.at) },
        { label: text.recorded, value: moment(consent.recordedAt) },
        { label: text.expires, value: moment(consent.expiresAt) },
        { label: text.evidence, value: consent.evidence ?? '' },
        ...(consent.minor ? [{ label: text.minor, value: text.yes, wide: true }] : []),
        { label: text.hash, value: consent.hash, wide: true },
        { label: text.shown, value: consent.shownHash, wide: true },
      ],
    },
    {
      kind: 'table',
      heading: text.item,
      columns: [
        { label: text.item, share: 4 },
        { label: text.yes, share: 1 },
      ],
      rows: consentItems.flatMap((item) => {
        const answer = consent.items.find((one) => one.item === item)
        return answer === undefined ? [] : [[itemWords[item]![language], answer.given ? text.yes : text.no]]
      }),
    },
    ...(view.ends.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            heading: text.ended,
            columns: [
              { label: text.at, share: 2 },
              { label: text.keys, share: 4 },
              { label: text.channel, share: 2 },
            ],
            rows: view.ends.map((one) => [
              moment(one.at),
              one.keys.map((key) => itemWords[key]?.[language] ?? key).join(' '),
              text.channels[one.channel],
            ]),
          },
        ]),
    { kind: 'text', heading: text.text, paragraphs: shown.split('\n') },
  ]
}

interface Print extends Pick<
  PaperForm,
  'sections' | 'signatures' | 'title' | 'recordNumber' | 'company' | 'marking'
> {
  readonly hash: string
  readonly subject: string
  readonly customer?: string
}

async function printed(
  ctx: ConsentContext,
  caller: Printer,
  language: 'zh' | 'en',
  what: Print,
): Promise<Buffer> {
  const { house } = ctx
  const { hash, subject, customer, ...form } = what
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print', actor: caller.personId, subject, content: hash,
        ...(customer === undefined ? {} : { customer }),
      }), // prettier-ignore
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const printedBy = `${caller.name} ${caller.employeeNo}`
  return await printForm({
    ...form,
    language,
    opinions: [],
    formNumber: 'BM-R-06',
    formVersion: 'A/0',
    seals: [],
    verification: {
      snapshotHash: hash,
      ledgerPosition: paperWords[language].position(leaf.position.lane, leaf.position.index),
    },
    watermark: printedBy,
    printedBy,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
}
