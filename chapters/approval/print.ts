import { Fault, type Refusal } from '../../floor/errors.ts'
import { type PaperForm, type PaperOpinion, printForm } from '../../floor/print/index.ts'
import type { Caller, FileReply } from '../../gate/index.ts'
import type { DeskContext } from './desk/context.ts'
import { load, type Shown, timelineOf } from './desk/show.ts'
import type { Both, FormView } from './types.ts'
import { printWords } from './print-texts.ts'

type Language = 'zh' | 'en'

/**
 * The form with all its opinions as an A4 PDF for this person, masked as the page is. That it was printed is recorded
 * before it is handed out; the entry names the snapshot and the last action, and its own place in the ledger stands on
 * the paper, so that the print can be compared with the record.
 */
export async function printApproval(
  context: DeskContext,
  caller: Caller,
  id: string,
  language: Language,
): Promise<FileReply | Refusal> {
  const shown = await load(context, caller, id)
  if ('refused' in shown) return shown
  const { house, people, forms } = context
  const { instance } = shown.flow
  const form = forms.get(instance.form)
  if (form === undefined) throw new Fault(`no chapter has registered the form ${instance.form}`)
  const printedAt = house.clock.now()
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        application: id,
        snapshot: instance.snapshotHash,
        state: instance.state,
        lastAction: shown.actions.at(-1)?.seq ?? 0,
      }),
    ),
  )
  const { position } = leaf
  if (position === undefined) throw new Fault('the print was not recorded')
  const company = await people.company()
  const words = printWords[language]
  const [formNumber = form.formNumber, formVersion = ''] = form.formNumber.split(' ')
  const paper: PaperForm = {
    language,
    company: company?.name ?? '',
    title: form.name[language],
    formNumber,
    formVersion,
    recordNumber: instance.number,
    sections: sectionsOf(shown, language, house.timeZone),
    opinions: opinionsOf(shown, language, house.timeZone),
    signatures: words.signatures.map((label) => ({ label, name: '' })),
    seals: [words.seal],
    verification: {
      snapshotHash: instance.snapshotHash,
      ledgerPosition: words.position(position.lane, position.index),
    },
    watermark: `${caller.name} ${caller.employeeNo} ${timeIn(house.timeZone, printedAt)}`,
    printedBy: `${caller.name} ${caller.employeeNo}`,
    printedAt,
    timeZone: house.timeZone,
  }
  return {
    fileName: `${instance.number}.pdf`,
    contentType: 'application/pdf',
    body: await printForm(paper),
    inline: true,
  }
}

/** `2026-11-23 14:05` in the company's time zone. */
function timeIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('sv', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return parts.format(at)
}

function sectionsOf(shown: Shown, language: Language, timeZone: string): PaperForm['sections'] {
  const words = printWords[language]
  const { instance } = shown.flow
  const applicant = shown.person(instance.applicantId)
  const first = {
    kind: 'fields' as const,
    heading: words.applicant,
    cells: [
      { label: words.name, value: applicant.name },
      { label: words.employeeNo, value: applicant.employeeNo },
      { label: words.department, value: applicant.department },
      { label: words.post, value: applicant.post },
      { label: words.submittedAt, value: timeIn(timeZone, instance.submittedAt) },
      { label: words.state, value: words.states[instance.state] ?? instance.state },
    ],
  }
  const form = (shown.view?.sections ?? []).map((section) => ({
    kind: 'fields' as const,
    heading: section.title[language],
    cells: section.rows.map((row) => cellOf(row, language)),
  }))
  return [first, ...form]
}

const cellOf = (row: FormView['sections'][number]['rows'][number], language: Language) => ({
  label: row.label[language],
  value: row.value[language],
  wide: row.kind === 'customers' || row.value[language].length > 24,
})

const opinionVerbs = new Set([
  'approve',
  'reject',
  'return',
  'transfer',
  'skip',
  'withdraw',
  'comment',
  'escalate',
  'advise',
  'delegate',
  'add',
  'remove',
  'take-back',
  'handover',
  'ask-material',
  'material',
  'jump',
  'reassign',
  'confirm',
  'suspend',
  'resume',
  'terminate',
  'expire',
  'revoke',
])

/** Every opinion that was given, also those about an earlier version of the form, which say so. */
function opinionsOf(shown: Shown, language: Language, timeZone: string): readonly PaperOpinion[] {
  const words = printWords[language]
  const both = (text: Both | null): string => text?.[language] ?? ''
  return timelineOf(shown)
    .filter(({ verb }) => opinionVerbs.has(verb))
    .map((one) => ({
      step: both(one.step),
      person:
        one.onBehalfOf === null
          ? (one.person?.name ?? words.clock)
          : `${one.person?.name ?? ''} ${words.onBehalfOf} ${one.onBehalfOf.name}`,
      post: one.person?.post ?? '',
      decision: `${words.verbs[one.verb] ?? one.verb}${one.outdated ? words.outdated : ''}`,
      opinion: [
        one.opinion,
        one.to === null ? '' : `→ ${both(one.to)}`,
        ...one.people.map(({ name }) => `→ ${name}`),
      ]
        .filter((part) => part !== '')
        .join(' '),
      time: timeIn(timeZone, new Date(one.at)),
      ...(one.onBehalfOf === null ? {} : { onBehalfOf: one.onBehalfOf.name }),
    }))
}
