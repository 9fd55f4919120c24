import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** 6.1: nobody appoints himself, and whoever proposed an appointment does not sign it. */
export const p6_1_appointed_by_another: Clause = {
  number: '6.1',
  name: 'appointed-by-another',
  verbs: ['sign-appointment'],
  judge: (question, facts) => {
    const appointed = need(facts.act?.subjectPerson, 'subjectPerson')
    const proposer = need(facts.act?.applicant, 'applicant')
    return appointed === question.actor || proposer === question.actor ? forbid : silent
  },
}

/** 6.1: an appointment is accepted by the person appointed, and by nobody for them. */
export const p6_1_accepted_in_person: Clause = {
  number: '6.1',
  name: 'accepted-in-person',
  verbs: ['accept-appointment'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? permit : silent,
}
