import { createHash } from 'node:crypto'
import { sql } from '../../../floor/database/index.ts'
import { Fault, isRefusal, type Refusal } from '../../../floor/errors.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { type PaperForm, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import type { RightsContext } from './context.ts'
import { formWords } from './paper-texts.ts'
import { wordOf } from '../wire/rights-texts.ts'
import { viewRequest } from './viewing.ts'
import type { RequestView } from '../wire/rights.ts'

/** Form 24 of the rule book as an A4 PDF; opening the words and the print are recorded first. */
export async function printRequest(
  ctx: RightsContext,
  caller: Caller,
  id: string,
  language: 'zh' | 'en',
): Promise<FileReply | Refusal> {
  const { house } = ctx
  const view = await viewRequest(ctx, caller, id, 'print')
  if (isRefusal(view)) return view
  const hash = createHash('sha256').update(canonical(view)).digest('hex')
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        customer: view.customerId,
        subject: id,
        content: hash,
      }),
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const company = await house.db.read((r) =>
    r.row<{ name: string }>(sql`select name from people.company limit 1`),
  )
  const text = formWords[language]
  const day = (at: string): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: house.timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at)) // prettier-ignore
  const printedBy = `${caller.name} ${caller.employeeNo}`
  const body = await printForm({
    company: company?.name ?? '',
    title: text.title,
    recordNumber: view.number,
    language,
    opinions: [],
    formNumber: 'BM-R-24',
    formVersion: 'A/0',
    seals: [],
    sections: sectionsOf(view, language, day),
    signatures: text.signatures.map((label) => ({ label, name: '' })),
    verification: {
      snapshotHash: hash,
      ledgerPosition: text.position(leaf.position.lane, leaf.position.index),
    },
    watermark: printedBy,
    printedBy,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
  return { fileName: `${view.number}.pdf`, contentType: 'application/pdf', body, inline: true }
}

type Day = (at: string) => string

function sectionsOf(view: RequestView, language: 'zh' | 'en', day: Day): PaperForm['sections'] {
  const text = formWords[language]
  return [
    {
      kind: 'fields',
      heading: text.request,
      cells: [
        { label: text.fileNo, value: view.fileNo },
        { label: text.kind, value: wordOf(`kind.${view.kind}`, language) },
        { label: text.channel, value: wordOf(`channel.${view.channel}`, language) },
        { label: text.identity, value: wordOf(`identity.${view.identity}`, language) },
        { label: text.madeAt, value: day(view.madeAt) },
        { label: text.dueAt, value: day(view.dueAt) },
      ],
    },
    { kind: 'text', heading: text.words, paragraphs: [view.text] },
    {
      kind: 'text',
      heading: text.answer,
      paragraphs: [
        wordOf(`state.${view.state}`, language),
        ...(view.ground === null ? [] : [wordOf(`ground.${view.ground}`, language)]),
        ...(view.answer === null ? [] : [view.answer]),
      ],
    },
    {
      kind: 'table',
      heading: text.steps,
      columns: [
        { label: text.at, share: 2 },
        { label: text.step, share: 3 },
        { label: text.by, share: 2 },
      ],
      rows: view.steps.map((s) => [day(s.at), wordOf(`step.${s.step}`, language), s.name]),
    },
  ]
}
