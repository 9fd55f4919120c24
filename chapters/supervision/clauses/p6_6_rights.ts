import { type Clause, forbid, need, permit, permitFull, silent } from '../../../gate/index.ts'

/** 6.6: what a customer asks for is carried out only once it was proved that the customer asks. */
export const p6_6_identity_proven: Clause = {
  number: '6.6',
  name: 'identity-proven',
  verbs: ['grant-rights-request'],
  judge: (_question, facts) => (need(facts.act?.proven, 'proven') ? silent : forbid),
}

/** 6.6: a file is erased by two people, never while a hold or a retention by law stands. */
export const p6_6_two_erase: Clause = {
  number: '6.6',
  name: 'two-erase-what-nothing-holds',
  verbs: ['erase-file'],
  judge: (question, facts) =>
    need(facts.act?.applicant, 'applicant') === question.actor || need(facts.act?.held, 'held')
      ? forbid
      : silent,
}

/** 6.6: whoever carried data of an erased file out says in person that the copy was destroyed. */
export const p6_6_holder_confirms: Clause = {
  number: '6.6',
  name: 'holder-confirms-destruction',
  verbs: ['confirm-destruction'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? permit : silent,
}

/** 6.6: a customer who asked for it, and proved to be the one, is handed the own file whole by whoever answers the request. */
export const p6_6_own_data: Clause = {
  number: '6.6',
  name: 'own-data-handed-out',
  verbs: ['export'],
  judge: (question, { own }) =>
    own !== undefined && own.proven && own.customer === question.customer && own.handler === question.actor &&
    question.purpose === 'own-data'
      ? permitFull
      : silent, // prettier-ignore
}
