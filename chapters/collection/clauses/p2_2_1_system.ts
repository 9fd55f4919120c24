import { type Clause, need, permit, silent } from '../../../gate/index.ts'

/**
 * 2.2.1: a system delivers where the security administrator charged its account with that and the one who answers for
 * the account holds an office that collects; the limits of the account are the business of 3.2.1.
 */
export const p2_2_1_system: Clause = {
  number: '2.2.1',
  name: 'delivered-for-a-collector',
  verbs: ['take-in'],
  judge: (_question, facts) => {
    const roles = need(facts.person, 'person').service?.intake?.ownerRoles
    return roles?.has('archivist') === true || roles?.has('collector') === true ? permit : silent
  },
}
