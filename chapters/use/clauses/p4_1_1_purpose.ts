import {
  type Clause,
  forbid,
  forbidAll,
  forbidFull,
  mayUsePurpose,
  need,
  silent,
} from '../../../gate/index.ts'

/** 4.1.1: a whole value is opened for a purpose on the company's list, or not at all. */
export const p4_1_1_purpose: Clause = {
  number: '4.1.1',
  name: 'purpose-on-list',
  verbs: ['read', 'copy', 'export', 'print'],
  judge: (question, facts, field) => {
    if (need(field, 'field').mask === 'none' && field!.level <= 1 && question.verb === 'read') return silent
    if (question.purpose === undefined) return forbidFull
    return need(facts.purposes, 'purposes').has(question.purpose) ? silent : forbidFull
  },
}

/** 4.1.1: a purpose that is some people's only is stated by those; whoever else states it is shown nothing. */
export const p4_1_1_purpose_is_open: Clause = {
  number: '4.1.1',
  name: 'purpose-open-to-person',
  verbs: ['read', 'copy', 'export', 'print', 'apply'],
  judge: (question, facts, field) => {
    if (question.purpose === undefined) return silent
    const purpose = need(facts.purposes, 'purposes').get(question.purpose)
    if (purpose === undefined || mayUsePurpose(purpose, need(facts.person, 'person'))) return silent
    return field === undefined ? forbid : forbidAll
  },
}
