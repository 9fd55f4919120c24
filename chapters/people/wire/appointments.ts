import { z } from 'zod'

/** Shapes of the organisation of secrecy work and of written appointments (clause 6.1). */

const id = z.uuid()
const day = z.iso.date()
const instant = z.string()
const named = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const unit = z.strictObject({ id, name: z.string() })

/** What is laid down: ids and the company's own words. */
export const organisationBody = z.strictObject({
  leadDepartmentId: id,
  headId: id,
  memberIds: z.array(id).max(50).default([]),
  duties: z
    .array(z.strictObject({ departmentId: id, duty: z.string().trim().min(2).max(200) }))
    .max(100)
    .default([]),
})
export type OrganisationBody = z.infer<typeof organisationBody>
const statement = z.strictObject({
  id,
  leadDepartment: unit,
  head: named,
  members: z.array(named),
  duties: z.array(z.strictObject({ department: unit, duty: z.string() })),
  contentHash: z.string(),
  proposedBy: named,
  proposedAt: instant,
  decidedBy: named.nullable(),
  decidedAt: instant.nullable(),
})
export type SecrecyStatement = z.infer<typeof statement>
export const secrecyReply = z.strictObject({ inForce: statement.nullable(), open: statement.nullable() })
export type SecrecyReply = z.infer<typeof secrecyReply>

export const appointmentStates = ['proposed', 'signed', 'accepted', 'over', 'ended', 'declined'] as const
export type AppointmentState = (typeof appointmentStates)[number]
export const appointmentBody = z.strictObject({
  personId: id,
  /** A code of the role catalogue, or null for an office of the company's own. */
  role: z.string().max(40).nullable().default(null),
  office: z.string().trim().max(40).default(''),
  duties: z.string().trim().min(2).max(500),
  from: day,
  until: day.nullable().default(null),
})
export type AppointmentBody = z.infer<typeof appointmentBody>
export const appointmentRow = z.strictObject({
  id,
  number: z.string(),
  person: named,
  department: z.string(),
  role: z.string().nullable(),
  office: z.string(),
  duties: z.string(),
  from: day,
  until: day.nullable(),
  state: z.enum(appointmentStates),
  contentHash: z.string(),
  proposedBy: named,
  signedBy: named.nullable(),
  signedAt: instant.nullable(),
  acceptedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endReason: z.string(),
})
export type AppointmentRow = z.infer<typeof appointmentRow>
export const appointmentsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
  q: z.string().trim().max(40).default(''),
  state: z.enum(appointmentStates).optional(),
})
export type AppointmentsQuery = z.infer<typeof appointmentsQuery>
export const appointmentsReply = z.strictObject({ total: z.number(), rows: z.array(appointmentRow) })
export const ownAppointmentsReply = z.strictObject({ rows: z.array(appointmentRow) })
/** Somebody in an office of the role catalogue without a signed letter for it. */
export const unappointedReply = z.strictObject({
  held: z.number(),
  rows: z.array(z.strictObject({ person: named, role: z.string() })),
})
export type Unappointed = z.infer<typeof unappointedReply>
export const signBody = z.strictObject({ outcome: z.enum(['signed', 'declined']) })
/** The hash of what was shown: nobody accepts what they did not see. */
export const acceptBody = z.strictObject({ contentHash: z.string().regex(/^[0-9a-f]{64}$/) })
export const endAppointmentBody = z.strictObject({ reason: z.string().trim().min(2).max(200) })
