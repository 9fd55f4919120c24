import { Fault } from '../../../floor/errors.ts'
import { type PaperForm, printForm } from '../../../floor/print/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { type Context, notFound } from '../context.ts'
import { todayOf } from '../facts.ts'
import { appointmentWords } from '../paper-texts-registers.ts'
import { readCompany } from '../store/company.ts'
import { roleCatalogue } from '../wire.ts'
import type { AppointmentRow } from '../wire/appointments.ts'
import { listAppointments } from './store.ts'

/** Who may print any letter; the person appointed prints the own one. */
const printers = new Set(['secrecy-office', 'general-manager', 'executive', 'audit-admin'])

/**
 * The letter of appointment as an A4 PDF with places for signatures and the company's seal; the print is recorded first.
 * @throws Mistake `people.not-found`, also for a letter that is not the caller's to see
 */
export async function printAppointment(
  context: Context,
  caller: Pick<Caller, 'personId' | 'name' | 'employeeNo' | 'roles'>,
  id: string,
  language: 'zh' | 'en',
): Promise<FileReply> {
  const { house } = context
  const { rows, company } = await house.db.read(async (r) => ({
    rows: (await listAppointments(r, todayOf(house), { page: 1, size: 1, sort: '', q: '', id })).rows,
    company: (await readCompany(r))?.name ?? '',
  }))
  const [row] = rows
  if (row === undefined || row.state === 'proposed' || row.state === 'declined') throw notFound()
  if (row.person.id !== caller.personId && !caller.roles.some((role) => printers.has(role))) throw notFound()
  const leaf = await house.db.transact((w) =>
    Promise.resolve(
      house.ledger.record(w, {
        kind: 'print',
        actor: caller.personId,
        subject: row.person.id,
        appointment: id,
        content: row.contentHash,
      }),
    ),
  )
  if (leaf.position === undefined) throw new Fault('the print was not recorded')
  const text = appointmentWords[language]
  const printedBy = `${caller.name} ${caller.employeeNo}`
  const body = await printForm({
    ...letter(row, language, company),
    language,
    company,
    title: text.title,
    formNumber: 'BM-R-20',
    formVersion: 'A/0',
    recordNumber: row.number,
    seals: [text.seal],
    verification: {
      snapshotHash: row.contentHash,
      ledgerPosition: text.position(leaf.position.lane, leaf.position.index),
    },
    watermark: printedBy,
    printedBy,
    printedAt: house.clock.now(),
    timeZone: house.timeZone,
  })
  return { fileName: `${row.number}.pdf`, contentType: 'application/pdf', body, inline: true }
}

function letter(
  row: AppointmentRow,
  language: 'zh' | 'en',
  company: string,
): Pick<PaperForm, 'sections' | 'opinions' | 'signatures'> {
  const text = appointmentWords[language]
  const office = roleCatalogue.find((one) => one.code === row.role)?.[language] ?? row.office
  const signer = row.signedBy === null ? '' : `${row.signedBy.name} ${row.signedBy.employeeNo}`
  return {
    sections: [
      {
        kind: 'fields',
        cells: [
          { label: text.person, value: `${row.person.name} ${row.person.employeeNo}` },
          { label: text.department, value: row.department },
          { label: text.office, value: office },
          { label: text.period, value: text.fromUntil(row.from, row.until) },
          { label: text.duties, value: row.duties, wide: true },
        ],
      },
      { kind: 'text', paragraphs: [text.appoints(company, row.person.name, office)] },
    ],
    opinions: [
      {
        step: text.signed,
        person: signer,
        post: '',
        decision: text.appointed,
        opinion: '',
        time: (row.signedAt ?? '').slice(0, 10),
      },
      ...(row.acceptedAt === null
        ? []
        : [
            {
              step: text.accepted,
              person: `${row.person.name} ${row.person.employeeNo}`,
              post: '',
              decision: text.acceptedDone,
              opinion: '',
              time: row.acceptedAt.slice(0, 10),
            },
          ]),
    ],
    signatures: [
      { label: text.signer, name: row.signedBy?.name ?? '' },
      { label: text.person, name: row.person.name },
    ],
  }
}
