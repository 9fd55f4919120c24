import { createHash } from 'node:crypto'
import { Fault } from '../../../floor/errors.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { type PaperSection, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { dayIn } from '../../people/index.ts'
import type { Context } from '../context.ts'
import { processingRecord } from './record.ts'
import { basisWords } from '../wire/basis-texts.ts'
import { recordWords, sectionWords } from './record-texts.ts'
import type { ProcessingRecord, RecordedPurpose } from './record-wire.ts'

type Language = 'zh' | 'en'

/** The record of processing activities as an A4 PDF; the print is recorded first, with a hash of what it says. */
export async function printRecord(ctx: Context, caller: Caller, language: Language): Promise<FileReply> {
  const { house } = ctx
  const record = await processingRecord(ctx)
  const hash = createHash('sha256').update(canonical(record)).digest('hex')
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        what: 'processing-record',
        purposes: record.purposes.length,
        content: hash,
      }),
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const text = recordWords[language]
  const printedBy = `${caller.name} ${caller.employeeNo}`
  const day = dayIn(house.timeZone, new Date(record.at))
  const body = await printForm({
    language,
    company: record.company,
    title: text.title,
    formNumber: 'BM-R-23',
    formVersion: 'A/0',
    recordNumber: day,
    sections: [
      overview(record, language),
      ...record.purposes.flatMap((one) => sectionsOf(one, language)),
      headsOf(record, language),
    ],
    opinions: [],
    opinionColumns: [],
    signatures: [
      { label: text.drawnUp, name: caller.name },
      { label: text.checked, name: '' },
    ],
    seals: [text.seal],
    verification: {
      snapshotHash: hash,
      ledgerPosition: text.position(leaf.position.lane, leaf.position.index),
    },
    watermark: printedBy,
    printedBy,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
  return { fileName: `${text.file} ${day}.pdf`, contentType: 'application/pdf', body, inline: true }
}

function overview(record: ProcessingRecord, language: Language): PaperSection {
  const text = recordWords[language]
  return {
    kind: 'fields',
    cells: [
      { label: text.controller, value: record.company },
      { label: text.purposes, value: String(record.purposes.length) },
      { label: text.files, value: String(record.files) },
      { label: text.filesWithout, value: String(record.filesWithout) },
      {
        label: text.protections,
        value: text.protectionsAre(record.levels.map((one) => one[language])),
        wide: true,
      },
    ],
  }
}

function sectionsOf(purpose: RecordedPurpose, language: Language): PaperSection[] {
  const text = recordWords[language]
  const fields = purpose.categories.flatMap((one) => one.fields)
  const sensitive = fields.filter((field) => field.sensitive)
  const list = (names: readonly string[]): string => names.join(text.comma)
  const who = [...purpose.roles.map((role) => role[language]), ...purpose.departments]
  return [
    {
      kind: 'fields',
      heading: `${purpose[language]} (${purpose.code})`,
      cells: [
        { label: text.basis, value: basisWords[purpose.legalBasis][language] },
        { label: text.notices, value: String(purpose.notices) },
        { label: text.evidence, value: purpose.note, wide: true },
        { label: text.persons, value: String(purpose.persons) },
        { label: text.companies, value: String(purpose.companies) },
        { label: text.retention, value: text.months(purpose.retentionMonths) },
        { label: text.afterwards, value: text.after[purpose.afterwards] },
        { label: text.who, value: who.length === 0 ? text.everybody : list(who), wide: true },
        {
          label: text.recipients,
          value: purpose.recipients.length === 0 ? text.noRecipients : list(purpose.recipients),
          wide: true,
        },
        {
          label: text.sensitive,
          value: sensitive.length === 0 ? text.none : list(sensitive.map((field) => field[language])),
          wide: true,
        },
      ],
    },
    {
      kind: 'table',
      columns: [
        { label: text.category, share: 2 },
        { label: text.fields, share: 8 },
      ],
      rows: purpose.categories.map((one) => [
        sectionWords[one.section]?.[language] ?? one.section,
        list(one.fields.map((field) => field[language])),
      ]),
    },
  ]
}

const headsOf = (record: ProcessingRecord, language: Language): PaperSection => ({
  kind: 'table',
  heading: recordWords[language].heads,
  columns: [
    { label: recordWords[language].lane, share: 2 },
    { label: recordWords[language].entries, share: 2, align: 'right' },
    { label: recordWords[language].root, share: 8 },
  ],
  rows: record.heads.map((head) => [head.name, String(head.size), head.root]),
})
