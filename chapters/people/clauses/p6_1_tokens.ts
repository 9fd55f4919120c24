import { type Clause, forbid, isAdministrator, need, permit, silent } from '../../../gate/index.ts'

/** 6.1: a token is made by whoever answers for it alone; an administrator never sees one, nor has one. */
export const p6_1_token_maker: Clause = {
  number: '6.1',
  name: 'owner-makes-token',
  verbs: ['make-token'],
  judge: (question, facts) => {
    if (isAdministrator(need(facts.person, 'person').roles)) return forbid
    return need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? permit : forbid
  },
}

/** 6.1: a token is ended by whoever answers for it, and by the system and the security administrator. */
export const p6_1_token_ender: Clause = {
  number: '6.1',
  name: 'owner-or-administrator-ends-token',
  verbs: ['end-token'],
  judge: (question, facts) => {
    const { roles } = need(facts.person, 'person')
    if (roles.has('system-admin') || roles.has('security-admin')) return permit
    return need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? permit : silent
  },
}
