import { type Clause, dataVerbs, actVerbs, forbidAll, isEmployed, need, silent } from '../../../gate/index.ts'

/** 1.2: the rule book binds everyone who works here, and access ends with the employment, also for part-timers, interns and contractors. */
export const p1_2_employed: Clause = {
  number: '1.2',
  name: 'employed-and-active',
  verbs: [...dataVerbs, ...actVerbs],
  judge: (question, facts) => (isEmployed(need(facts.person, 'person'), question.at) ? silent : forbidAll),
}
