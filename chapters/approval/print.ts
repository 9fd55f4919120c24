import { Fault, isRefusal, type Refusal } from '../../floor/errors.ts'
import { type PaperForm, type PaperOpinion, type PaperSigned, printForm } from '../../floor/print/index.ts'
import type { Caller, FileReply } from '../../gate/index.ts'
import type { DeskContext } from './desk/context.ts'
import { openFiles } from './desk/files.ts'
import { signaturesOf } from './desk/more.ts'
import { titlesFor, withoutRows } from './desk/rights.ts'
import { load, type Shown, timelineOf } from './desk/show.ts'
import { readDefinition } from './store/flows.ts'
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
  const template = (await house.db.read((r) => readDefinition(r, instance.definitionId)))?.paper?.print
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
  const signed = await signedOf(context, caller, shown, language)
  const company = await people.company()
  const words = printWords[language]
  const [formNumber = form.formNumber, formVersion = ''] = form.formNumber.split(' ')
  const mark = await context.marks?.of?.(instance.level, company?.name ?? '', language)
  const paper: PaperForm = {
    language,
    ...(mark === undefined ? {} : { marking: mark }),
    company: company?.name ?? '',
    title: template?.heading?.[language] ?? form.name[language],
    formNumber,
    formVersion,
    recordNumber: instance.number,
    sections: sectionsOf(shown, language, house.timeZone, new Set(template?.leaveOut)),
    opinions: opinionsOf(shown, language, house.timeZone),
    ...(template?.columns === undefined ? {} : { opinionColumns: template.columns }),
    signed,
    signatures: (template?.places?.map((label) => label[language]) ?? words.signatures).map((label) => ({
      label,
      name: '',
    })),
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

/** The signatures that were given; the pictures only for those who may open them, in one recorded act. */
async function signedOf(
  context: DeskContext,
  caller: Caller,
  shown: Shown,
  language: Language,
): Promise<readonly PaperSigned[]> {
  const given = signaturesOf(shown)
  if (given.length === 0) return []
  const byId = new Map(shown.files.map((file) => [file.id, file]))
  const files = given.map(({ fileId }) => byId.get(fileId)!)
  const streams = await openFiles(context, shown.flow, caller, files, 'print')
  const words = printWords[language]
  const signed: PaperSigned[] = []
  for (const [place, one] of given.entries()) {
    const parts: Buffer[] = []
    if (!isRefusal(streams)) for await (const part of streams[place]!) parts.push(part)
    signed.push({
      ...(parts.length === 0 ? {} : { picture: Buffer.concat(parts) }),
      lines: [
        `${one.step[language]} ${one.person.name} ${words.verbs[one.verb] ?? one.verb}${one.outdated ? words.outdated : ''}`,
        `${timeIn(context.house.timeZone, new Date(one.at))} ${words.signedHow[one.how]}`,
        one.commitment,
      ],
    })
  }
  return signed
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

function sectionsOf(
  shown: Shown,
  language: Language,
  timeZone: string,
  leaveOut: ReadonlySet<string>,
): PaperForm['sections'] {
  const words = printWords[language]
  const { instance } = shown.flow
  const applicant = shown.person(instance.applicantId)
  const { summary } = titlesFor(instance, shown.hidden, instance.title)
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
      ...(summary[language] === '' ? [] : [{ label: words.summary, value: summary[language], wide: true }]),
    ],
  }
  const view = shown.view === null ? [] : withoutRows(shown.view, leaveOut).sections
  const form = view.map((section) => ({
    kind: 'fields' as const,
    heading: section.title[language],
    cells: section.rows.map((row) => cellOf(row, language)),
  }))
  return [first, ...form, ...filesSection(shown, language, timeZone)]
}

/** The list of files that were handed in, with who did; the files themselves are not printed. */
function filesSection(shown: Shown, language: Language, timeZone: string): PaperForm['sections'] {
  const words = printWords[language]
  const rows = timelineOf(shown).flatMap((one) =>
    one.files.map(({ id, contentType, size }) => [
      id.slice(-6),
      `${contentType.split('/').at(-1) ?? ''} ${Math.ceil(size / 1024)} KB`,
      one.person?.name ?? '',
      timeIn(timeZone, new Date(one.at)),
    ]),
  )
  if (rows.length === 0) return []
  const columns = words.fileColumns.map((label, place) => ({ label, share: place === 1 ? 3 : 2 }))
  return [{ kind: 'table', heading: words.files, columns, rows }]
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
  'narrow',
  'child-ended',
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
