import { type Route, route } from '../../../gate/index.ts'
import { type Context, fileOf } from '../context.ts'
import { mayLookAt } from '../desk/attachments.ts'
import { ownLevelChange, resubmitLevelChange, sendLevelChangeBack } from '../desk/level-correction.ts'
import { applyForLevel } from '../desk/levels.ts'
import { attachmentLevels } from '../store/attachments.ts'
import { listLevelChanges } from '../store/levels.ts'
import {
  correctedLevelChange,
  emptyBody,
  idParams,
  levelChangeContent,
  levelChangesQuery,
  levelChangesReply,
  levelChangeSubmitted,
  levelSubject,
  newLevelChange,
} from '../wire.ts'
import { peopleReply } from './reply.ts'

const tag = 'levels'

/** Applications for a change of level; deciding on them belongs to the chapter approval. */
export const levelRoutes = (context: Context): Route[] => [
  ...changeRoutes(context),
  ...correctionRoutes(context),
  subjectRoute(context),
]

function changeRoutes(context: Context): Route[] {
  return [
    route({
      method: 'POST',
      path: '/level-changes',
      who: 'signed-in',
      tag,
      summary: { zh: '申请密级变更', en: 'Apply for a change of level' },
      body: newLevelChange,
      reply: levelChangeSubmitted,
      run: ({ caller, body }) => applyForLevel(context, caller, body),
    }),
    route({
      method: 'GET',
      path: '/level-changes',
      who: 'signed-in',
      tag,
      summary: { zh: '密级变更申请', en: 'Applications for a change of level' },
      query: levelChangesQuery,
      reply: levelChangesReply,
      run: async ({ caller, query }) => {
        // The register is the records officer's, the secrecy office's and the auditor's; everybody else sees the own ones.
        const registrar = ['archivist', 'secrecy-office', 'audit-admin'].some((role) =>
          caller.roles.includes(role),
        )
        const { total, rows } = await context.house.db.read((r) =>
          listLevelChanges(r, {
            ...query,
            applicantId: registrar && query.mine !== 'true' ? undefined : caller.personId,
          }),
        )
        const { fields } = await context.catalogue()
        const person = await peopleReply(
          context,
          rows.map((row) => row.applicantId),
        )
        return {
          total,
          rows: rows.map((row) => {
            const field = row.fieldId === null ? undefined : fields.get(row.fieldId)
            return {
              id: row.instanceId,
              number: row.number,
              state: row.state,
              applicant: person(row.applicantId),
              submittedAt: row.submittedAt.toISOString(),
              customerId: row.customerId,
              fileNo: row.fileNo,
              field: field === undefined ? null : { id: field.id, zh: field.zh, en: field.en },
              fromLevel: row.fromLevel,
              toLevel: row.toLevel,
              kind: row.kind,
              appliedAt: row.appliedAt?.toISOString() ?? null,
            }
          }),
        }
      },
    }),
  ]
}

const correctionRoutes = (context: Context): Route[] => [
  route({
    method: 'GET',
    path: '/level-changes/:id',
    who: 'signed-in',
    tag,
    summary: { zh: '我的一份密级变更申请', en: 'One of my applications for a change of level' },
    params: idParams,
    reply: levelChangeContent,
    run: ({ caller, params }) => ownLevelChange(context, caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/level-changes/:id/resubmit',
    who: 'signed-in',
    tag,
    summary: { zh: '退回后修改并重新提交', en: 'Hand a returned application in again' },
    params: idParams,
    body: correctedLevelChange,
    reply: levelChangeSubmitted,
    run: ({ caller, params, body }) => resubmitLevelChange(context, caller, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/level-changes/:id/send-back',
    who: 'signed-in',
    tag,
    summary: {
      zh: '退回后不改内容，直接送回退回人',
      en: 'Send a returned application straight back, unchanged',
    },
    params: idParams,
    body: emptyBody,
    reply: levelChangeSubmitted,
    run: ({ caller, params }) => sendLevelChangeBack(context, caller, params.id),
  }),
]

const subjectRoute = (context: Context): Route =>
  route({
    method: 'GET',
    path: '/customers/:id/levels',
    who: 'signed-in',
    tag,
    summary: { zh: '档案与字段的现行密级', en: 'Levels that hold for a file and its fields' },
    params: idParams,
    reply: levelSubject,
    run: async ({ caller, params }) => {
      const { material } = await fileOf(context, params.id)
      const refusal = await mayLookAt(context, caller, material)
      if (refusal !== undefined) return refusal
      const { head, fields } = material
      const attached = await context.house.db.read((r) => attachmentLevels(r, [head.id]))
      return {
        customerId: head.id,
        fileNo: head.fileNo,
        kind: head.kind,
        level: head.level,
        version: head.version,
        fields: head.fields.flatMap((id) => {
          const field = fields.get(id)
          return field === undefined ? [] : [{ id, level: field.level }]
        }),
        attachments: attached.get(head.id) ?? null,
      }
    },
  })
