import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** 2.2.1: forms are the work of people charged with collecting, and of records officers. */
export const p2_2_1_forms: Clause = {
  number: '2.2.1',
  name: 'form-kept-by-collector',
  verbs: ['edit-form', 'publish-form', 'decide-submission'],
  judge: (_question, facts) => {
    const { roles } = need(facts.person, 'person')
    return roles.has('archivist') || roles.has('collector') ? permit : silent
  },
}

/** 2.2.1: a form goes out with a collector who answers for it, the notice it carries, and nothing that no purpose needs. */
export const p2_2_1_form_in_order: Clause = {
  number: '2.2.1',
  name: 'form-in-order',
  verbs: ['publish-form'],
  judge: (_question, facts) => {
    const { collector, notice, needless } = need(facts.act?.form, 'form')
    return collector && notice && needless === 0 && need(facts.act?.sourceKnown, 'sourceKnown')
      ? silent
      : forbid
  },
}

/** 2.2.1: what came through a form is accepted by the one who answers for it, or by a records officer. */
export const p2_2_1_decided_by_responsible: Clause = {
  number: '2.2.1',
  name: 'submission-decided-by-responsible',
  verbs: ['decide-submission'],
  judge: (question, facts) =>
    need(facts.act?.responsible, 'responsible') === question.actor ||
    need(facts.person, 'person').roles.has('archivist')
      ? silent
      : forbid,
}
