import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/** Who does what about a room beside its keeper. */
const besideKeeper = {
  'sign-entry': ['archivist', 'secrecy-office'],
  'give-entry': ['archivist'],
  'decide-entry': ['secrecy-office'],
} as const
type RoomVerb = keyof typeof besideKeeper

/** 3.2.3: the register is kept, and entry is given, by the keeper of the room and the offices named for it. */
export const p3_2_3_room_keeper: Clause = {
  number: '3.2.3',
  name: 'keeper-of-the-room',
  verbs: ['sign-entry', 'give-entry', 'decide-entry'],
  judge: (question, facts) => {
    if (need(facts.act?.keeper, 'keeper') === question.actor) return permit
    const { roles } = need(facts.person, 'person')
    return besideKeeper[question.verb as RoomVerb].some((role) => roles.has(role)) ? permit : silent
  },
}

/** 3.2.3: everybody asks for an own entry or for an own visitor, and takes nobody else's request back. */
export const p3_2_3_own_request: Clause = {
  number: '3.2.3',
  name: 'own-entry-request',
  verbs: ['apply-entry'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? permit : silent),
}

/** 3.2.3: nobody lets himself or his own visitor in, or makes himself the keeper who would. */
export const p3_2_3_not_for_oneself: Clause = {
  number: '3.2.3',
  name: 'nobody-lets-himself-in',
  verbs: ['edit-rooms', 'give-entry', 'decide-entry'],
  judge: (question, facts) =>
    need(facts.act?.subjectPerson, 'subjectPerson') === question.actor ? forbid : silent,
}

/** 3.2.3: whoever asked for an entry does not decide about it, though somebody else be the host. */
export const p3_2_3_applicant_decides_not: Clause = {
  number: '3.2.3',
  name: 'applicant-does-not-decide',
  verbs: ['decide-entry'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}

/** 3.2.3: nobody comes in without standing entry, an approved request or, as a visitor, an escort who is there. */
export const p3_2_3_admitted: Clause = {
  number: '3.2.3',
  name: 'admitted',
  verbs: ['sign-entry'],
  judge: (_question, facts) => (need(facts.act?.admission, 'admission') === 'none' ? forbid : silent),
}
