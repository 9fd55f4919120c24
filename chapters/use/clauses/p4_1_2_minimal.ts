import {
  attachmentField,
  type Clause,
  forbidAll,
  forbidFull,
  grantCovering,
  need,
  needsField,
  silent,
} from '../../../gate/index.ts'

/** 4.1.2: without an application only so many whole values may be opened in 24 hours, so that nobody pages through everything. */
export const p4_1_2_view_quota: Clause = {
  number: '4.1.2',
  name: 'view-quota',
  verbs: ['read'],
  judge: (question, facts, field) => {
    const { mask, level } = need(field, 'field')
    if (mask === 'none' && level <= 1) return silent
    const quota = need(facts.quota, 'quota')
    if (quota.fullViews < quota.fullViewsMax) return silent
    return grantCovering(question, facts, field!.id) === undefined ? forbidFull : silent
  },
}

/** 4.1.2: one export or print holds at most the number of files allowed for its highest level. */
export const p4_1_2_export_rows: Clause = {
  number: '4.1.2',
  name: 'export-row-cap',
  verbs: ['export', 'print'],
  judge: (question, facts) => {
    const rows = need(question.rows, 'rows')
    return rows > need(facts.quota, 'quota').exportRowsMax ? forbidAll : silent
  },
}

/** 4.1.2: what the stated purpose does not need stays masked. Attachments are no field of the catalogue. */
export const p4_1_2_needed_for_purpose: Clause = {
  number: '4.1.2',
  name: 'needed-for-purpose',
  verbs: ['read', 'copy', 'export', 'print'],
  judge: (question, facts, field) => {
    const { id, mask, level } = need(field, 'field')
    if (mask === 'none' && level <= 1 && question.verb === 'read') return silent
    if (question.purpose === undefined || id === attachmentField) return silent
    const purpose = need(facts.purposes, 'purposes').get(question.purpose)
    return purpose === undefined || needsField(purpose, id) ? silent : forbidFull
  },
}
