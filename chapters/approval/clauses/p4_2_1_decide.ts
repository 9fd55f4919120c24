import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** 4.2.1: only the holder of an open task decides on an application. */
export const p4_2_1_task_holder: Clause = {
  number: '4.2.1',
  name: 'decided-by-task-holder',
  verbs: ['approve'],
  judge: (_question, facts) => (need(facts.act?.holdsTask, 'holdsTask') ? permit : silent),
}

/** 4.2.1: the applicant never decides on the own application, whatever way the task came. */
export const p4_2_1_not_own: Clause = {
  number: '4.2.1',
  name: 'no-self-approval',
  verbs: ['approve'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}

/** 3.2.1: whoever decides, or opens what was handed in with a form, is cleared for its level; this also holds for those a task was handed to. */
export const p3_2_1_approver_cleared: Clause = {
  number: '3.2.1',
  name: 'approver-cleared',
  verbs: ['approve', 'open-material'],
  judge: (_question, facts) =>
    need(facts.person, 'person').clearance < need(facts.act?.level, 'level') ? forbid : silent,
}

/** 4.2.1: the applicant may withdraw the own application; everybody concerned may comment on it and open what was handed in with it. */
export const p4_2_1_own_application: Clause = {
  number: '4.2.1',
  name: 'own-application',
  verbs: ['withdraw', 'comment', 'open-material'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? permit : silent),
}
export const p4_2_1_concerned_may_comment: Clause = {
  number: '4.2.1',
  name: 'concerned-may-comment',
  verbs: ['comment', 'open-material'],
  judge: (question, facts) =>
    need(facts.act?.taskChain, 'taskChain').includes(question.actor) ? permit : silent,
}
