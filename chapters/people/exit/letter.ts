import { createHash } from 'node:crypto'
import type { Writer } from '../../../floor/database/index.ts'
import { Fault, isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { type PaperForm, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { nextPaperNumber } from '../appointments/store.ts'
import { actOf, type Context, notFound } from '../context.ts'
import { namesOf, type PersonName, todayOf } from '../facts.ts'
import { exitLetterWords } from '../paper-texts-registers.ts'
import { readCompany } from '../store/company.ts'
import type { LeaveBody } from '../wire.ts'
import { insertLetter, type Letter, monthsAfter, readLetter, setUsualMonths, usualMonths } from './store.ts'

/** Makes the letter of a leaver in the transaction of the leaving: the agreed period, or the company's usual one. */
export async function makeLetter(
  context: Context,
  w: Writer,
  of: { readonly handover: string; readonly personId: string; readonly secrecy: LeaveBody['secrecy'] },
): Promise<void> {
  const { house } = context
  const at = house.clock.now()
  const leftOn = todayOf(house)
  const { secrecy, personId } = of
  const months = secrecy === null ? await usualMonths(w) : 'months' in secrecy ? secrecy.months : null
  const endsOn = months === null ? null : await monthsAfter(w, leftOn, months)
  const number = await nextPaperNumber(w, 'GZ', Number(leftOn.slice(0, 4)))
  const content = { number, personId, handoverId: of.handover, leftOn, months, endsOn }
  const contentHash = createHash('sha256').update(canonical(content)).digest('hex')
  const id = newId(at.getTime())
  await insertLetter(w, { id, ...content, contentHash }, at)
  house.gate.note(w, 'exit-letter', {
    subject: personId,
    letter: id,
    handover: of.handover,
    months,
    endsOn,
    content: contentHash,
  })
}

/** Sets for how many months leavers stay bound unless something else is agreed. */
export async function changeUsualMonths(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  months: number,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'settings' })
    const answer = house.gate.askIn(w, act.question, act.facts, {
      detail: { change: 'secrecy-after-leaving', months },
    })
    if (isRefusal(answer)) return answer
    await setUsualMonths(w, months, caller.personId, house.clock.now())
    return { done: true }
  })
}

/** The letter as an A4 PDF, to be signed for; the print is recorded first. @throws Mistake `people.not-found` */
export async function printLetter(
  context: Context,
  caller: Pick<Caller, 'personId' | 'name' | 'employeeNo'>,
  id: string,
  language: 'zh' | 'en',
): Promise<FileReply> {
  const { house } = context
  const found = await house.db.read(async (r) => {
    const letter = await readLetter(r, id)
    if (letter === undefined) return undefined
    const person = (await namesOf(r, [letter.personId])).get(letter.personId)
    return { letter, person, company: (await readCompany(r))?.name ?? '' }
  })
  if (found === undefined) throw notFound()
  const { letter, person, company } = found
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        subject: letter.personId,
        letter: id,
        content: letter.contentHash,
      }),
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const text = exitLetterWords[language]
  const printedBy = `${caller.name} ${caller.employeeNo}`
  const body = await printForm({
    language,
    company,
    title: text.title,
    formNumber: 'BM-R-21',
    formVersion: 'A/0',
    recordNumber: letter.number,
    sections: sectionsOf(letter, person, company, language),
    opinions: [],
    signatures: [
      { label: text.company, name: '' },
      { label: text.signature, name: person?.name ?? '' },
    ],
    seals: [text.seal],
    verification: {
      snapshotHash: letter.contentHash,
      ledgerPosition: text.position(leaf.position.lane, leaf.position.index),
    },
    watermark: printedBy,
    printedBy,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
  return { fileName: `${letter.number}.pdf`, contentType: 'application/pdf', body, inline: true }
}

const periodOf = (letter: Letter, language: 'zh' | 'en'): string => {
  const text = exitLetterWords[language]
  return letter.months === null ? text.untilPublic : text.months(letter.months)
}

function sectionsOf(
  letter: Letter,
  person: PersonName | undefined,
  company: string,
  language: 'zh' | 'en',
): PaperForm['sections'] {
  const text = exitLetterWords[language]
  const name = person?.name ?? ''
  return [
    {
      kind: 'fields',
      cells: [
        { label: text.person, value: `${name} ${person?.employeeNo ?? ''}` },
        { label: text.department, value: [person?.department, person?.post].filter(Boolean).join(' ') },
        { label: text.leftOn, value: letter.leftOn },
        { label: text.endsOn, value: letter.endsOn ?? text.untilPublic },
        { label: text.period, value: periodOf(letter, language), wide: true },
      ],
    },
    {
      kind: 'text',
      heading: text.heading,
      paragraphs: [...text.tells(company, periodOf(letter, language)), text.receipt],
    },
  ]
}
