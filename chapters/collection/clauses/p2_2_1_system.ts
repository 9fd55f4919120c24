import { type Clause, forbid, need, permit, silent } from '../../../gate/index.ts'

/**
 * 2.2.1: a system delivers where the security administrator charged its account with that and the one who answers for
 * the account holds an office that collects; the limits of the account are the business of 3.2.1. What is known under a
 * system's reference is delivered by that system's account and by nobody else.
 */
export const p2_2_1_system: Clause = {
  number: '2.2.1',
  name: 'delivered-for-a-collector',
  verbs: ['take-in'],
  judge: (_question, facts) => {
    const { service } = need(facts.person, 'person')
    if (service === undefined) return facts.act?.takes?.system === undefined ? silent : forbid
    const roles = service.intake?.ownerRoles
    return roles?.has('archivist') === true || roles?.has('collector') === true ? permit : silent
  },
}
