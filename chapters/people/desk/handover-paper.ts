import { createHash } from 'node:crypto'
import type { Reader } from '../../../floor/database/index.ts'
import { Fault } from '../../../floor/errors.ts'
import { type PaperForm, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { type Context, notFound } from '../context.ts'
import { handoverWords as words } from '../paper-texts.ts'
import { readCompany } from '../store/company.ts'
import { type Handover, insertPaper, type Party, readHandover, readPaper } from '../store/handovers.ts'
import { namesOf } from '../facts.ts'

type Language = 'zh' | 'en'
/** Number and edition of the form in the company's list of forms (19, 离职交接清单). */
const formNumber = 'BM-R-19'
const formVersion = 'A/0'

/**
 * The handover list as an A4 PDF with places for three signatures. The first print in Chinese is archived and handed out
 * ever after; the entry of a print names the list's hash, and the entry's place stands on the paper.
 * @throws Mistake `people.not-found`
 */
export async function printHandover(
  context: Context,
  caller: Pick<Caller, 'personId' | 'name' | 'employeeNo'>,
  id: string,
  language: Language,
): Promise<FileReply> {
  const { house } = context
  const [handover, kept] = await house.db.read(
    async (r) => [await readHandover(r, id), await readPaper(r, id)] as const,
  )
  if (handover === undefined) throw notFound()
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        subject: handover.personId,
        handover: id,
        content: handover.contentHash,
      }),
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const fileName = `${handover.number}.pdf`
  if (kept !== undefined && language === 'zh')
    return { fileName, contentType: 'application/pdf', body: kept.paper, inline: true }
  const paper = await house.db.read(async (r) =>
    paperOf(handover, language, {
      company: (await readCompany(r))?.name ?? '',
      names: await namesOf(
        r,
        handover.content.outcomes.flatMap((one) => one.to ?? []),
      ),
      printedBy: `${caller.name} ${caller.employeeNo}`,
      timeZone: house.timeZone,
      position: words[language].position(leaf.position!.lane, leaf.position!.index),
      madeBy: await nameOf(r, handover.madeBy),
      madeAt: minuteIn(house.timeZone, handover.madeAt),
      at: house.clock.now(),
    }),
  )
  const body = await printForm(paper)
  if (language === 'zh') {
    const sha256 = createHash('sha256').update(body).digest('hex')
    await house.db.transact(async (w) => {
      await insertPaper(w, id, body, sha256, house.clock.now())
      house.gate.note(w, 'handover-archived', { handover: id, sha256 })
    })
  }
  return { fileName, contentType: 'application/pdf', body, inline: true }
}

async function nameOf(r: Reader, id: string | null): Promise<string> {
  const found = id === null ? undefined : (await namesOf(r, [id])).get(id)
  return found === undefined ? '' : `${found.name} ${found.employeeNo}`
}

/** `2026-11-23 14:05` in the company's time zone. */
const minuteIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

interface Printing {
  readonly company: string
  readonly names: ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>
  readonly printedBy: string
  readonly timeZone: string
  readonly position: string
  readonly madeBy: string
  readonly madeAt: string
  readonly at: Date
}

function paperOf(handover: Handover, language: Language, printing: Printing): PaperForm {
  const text = words[language]
  const { content, kind } = handover
  const { person, receiver, witness } = content
  return {
    language,
    company: printing.company,
    title: text.title[kind],
    formNumber,
    formVersion,
    recordNumber: handover.number,
    sections: [
      {
        kind: 'fields',
        heading: text.parties,
        cells: [
          { label: text.from, value: partyOf(person) },
          { label: text.departmentPost, value: placeOf(person) },
          { label: text.receiver, value: partyOf(receiver) },
          { label: text.departmentPost, value: placeOf(receiver) },
          { label: text.witness, value: partyOf(witness) },
          { label: text.reason, value: text.reasons[content.reason] ?? content.reason },
        ],
      },
      ...sectionsOf(content.outcomes, language, printing.names),
      {
        kind: 'fields',
        heading: text.byHand,
        cells: text.handItems.map((label) => ({ label, value: text.byPen, wide: true })),
      },
      { kind: 'text', heading: text.declaration, paragraphs: [text.declares[kind]] },
    ],
    opinions: [
      {
        step: text.step,
        person: printing.madeBy,
        post: '',
        decision: text.made,
        opinion: '',
        time: printing.madeAt,
      },
    ],
    signatures: [
      { label: text.from, name: person.name },
      { label: text.receiver, name: receiver?.name ?? '' },
      { label: text.witness, name: witness?.name ?? '' },
    ],
    seals: [],
    verification: { snapshotHash: handover.contentHash, ledgerPosition: printing.position },
    watermark: printing.printedBy,
    printedBy: printing.printedBy,
    printedAt: printing.at,
    timeZone: printing.timeZone,
  }
}

const partyOf = (party: Party | null): string => (party === null ? '' : `${party.name} ${party.employeeNo}`)
const placeOf = (party: Party | null): string =>
  party === null ? '' : [party.department, party.post].filter((part) => part !== '').join(' ')

function sectionsOf(
  outcomes: Handover['content']['outcomes'],
  language: Language,
  names: Printing['names'],
): PaperForm['sections'] {
  const text = words[language]
  const receiver = (to: string | null): string => {
    const found = to === null ? undefined : names.get(to)
    return found === undefined ? '' : `${found.name} ${found.employeeNo}`
  }
  const summary = {
    kind: 'table' as const,
    heading: text.electronic,
    columns: [
      { label: text.thing, share: 3 },
      { label: text.count, share: 1, align: 'right' as const },
      { label: text.done, share: 2 },
      { label: text.to, share: 3 },
    ],
    rows: outcomes.map((one) => [
      one.title[language],
      String(one.count),
      text.did[one.did],
      receiver(one.to),
    ]),
  }
  const lists = outcomes.map((one) => ({
    kind: 'text' as const,
    heading: `${one.title[language]} · ${text.did[one.did]}`,
    paragraphs: [
      [
        ...one.things.map((thing) => thing[language]),
        ...(one.count > one.things.length ? [text.more(one.count - one.things.length)] : []),
      ].join(text.comma),
    ],
  }))
  return [summary, ...lists]
}
