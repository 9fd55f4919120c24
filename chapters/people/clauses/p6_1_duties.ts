import { type ActVerb, type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** Which role may do which administrative act. */
export const roleForAct: Readonly<Partial<Record<ActVerb, readonly string[]>>> = {
  'manage-people': ['system-admin'],
  'manage-accounts': ['system-admin'],
  settings: ['system-admin'],
  'give-role': ['security-admin'],
  'set-clearance': ['security-admin'],
  'edit-flow': ['security-admin'],
  'edit-catalogue': ['archivist', 'security-admin'],
  'edit-purposes': ['legal', 'secrecy-office', 'archivist'],
  'confirm-purposes': ['legal', 'secrecy-office', 'archivist', 'general-manager', 'executive'],
  'handle-document': ['archivist', 'secrecy-office'],
  'edit-level-rules': ['archivist', 'secrecy-office'],
  'confirm-level-rules': ['archivist', 'secrecy-office'],
  audit: ['audit-admin'],
  'combine-offices': ['system-admin', 'security-admin', 'audit-admin'],
  'sign-in-rules': ['security-admin'],
  'confirm-sign-in-rules': ['system-admin', 'security-admin', 'audit-admin'],
  'confirm-leaving': ['system-admin', 'security-admin', 'audit-admin'],
  'confirm-access': ['security-admin'],
  'confirm-right': ['system-admin', 'security-admin', 'audit-admin'],
  'edit-authority': ['security-admin'],
  'confirm-authority': ['system-admin', 'security-admin', 'audit-admin'],
  'reset-factor': ['security-admin'],
  'manage-reviews': ['security-admin'],
  'manage-services': ['system-admin'],
  'service-rights': ['security-admin'],
  'edit-rooms': ['archivist', 'system-admin'],
  'import-door-log': ['archivist', 'system-admin'],
  'propose-appointment': ['secrecy-office'],
  'sign-appointment': ['general-manager', 'executive'],
  'keep-things': ['archivist', 'system-admin'],
  'stop-card': ['archivist', 'system-admin'],
  'file-paper': ['archivist', 'system-admin'],
  'register-source': ['archivist', 'collector'],
  'check-source': ['archivist', 'legal', 'secrecy-office'],
  'open-source-file': ['archivist', 'collector', 'legal', 'secrecy-office', 'audit-admin'],
  'verify-batch': ['archivist', 'legal', 'secrecy-office'],
  'freeze-source': ['archivist', 'legal', 'secrecy-office'],
  'confirm-freeze': ['archivist', 'legal', 'secrecy-office'],
  'open-paper': ['archivist', 'system-admin', 'audit-admin'],
  'edit-notice': ['secrecy-office', 'legal'],
  'publish-notice': ['secrecy-office', 'legal'],
  'declare-basis': ['archivist', 'secrecy-office', 'legal'],
  'confirm-basis': ['secrecy-office', 'legal'],
  'handle-rights-request': ['secrecy-office', 'legal'],
  'grant-rights-request': ['secrecy-office', 'legal'],
  'hold-file': ['secrecy-office', 'legal'],
  'restrict-file': ['secrecy-office', 'legal'],
  'erase-file': ['secrecy-office', 'legal'],
}
const acts = Object.keys(roleForAct) as ActVerb[]

/** 6.1: each administrative act belongs to one office. */
export const p6_1_office_does_act: Clause = {
  number: '6.1',
  name: 'act-belongs-to-office',
  verbs: acts,
  judge: (question, facts) => {
    const { roles } = need(facts.person, 'person')
    const wanted = need(roleForAct[question.verb as ActVerb], 'office')
    return wanted.some((role) => roles.has(role)) ? permit : silent
  },
}

/** 6.1: nobody gives a role or a clearance to himself, confirms one, or says of his own right that it is still needed. */
export const p6_1_not_to_oneself: Clause = {
  number: '6.1',
  name: 'no-right-for-oneself',
  verbs: ['give-role', 'set-clearance', 'confirm-right', 'reset-factor', 'review-rights'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? forbid : silent,
}

/** The two offices that a small company may give to one person; audit stays apart always. */
export const combinable = ['system-admin', 'security-admin']

const separated = ['system-admin', 'security-admin', 'audit-admin']

/** 6.1: the three administrators are three people, and hold no business office beside it. */
export const p6_1_separation: Clause = {
  number: '6.1',
  name: 'three-administrators-apart',
  verbs: ['give-role'],
  judge: (_question, facts) => {
    const role = need(facts.act?.role, 'role')
    const held = need(facts.act?.subjectRoles, 'subjectRoles')
    if (held.size === 0) return silent
    const pair = [role, ...held].every((one) => combinable.includes(one))
    if (pair && need(facts.act?.combined, 'combined')) return silent
    if (separated.includes(role)) return forbid
    return separated.some((one) => held.has(one)) ? forbid : silent
  },
}

/** 6.1: two different administrators decide that two offices may be held by one person; `applicant` asked for it first. */
export const p6_1_two_to_combine: Clause = {
  number: '6.1',
  name: 'two-decide-to-combine',
  verbs: ['combine-offices'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}
