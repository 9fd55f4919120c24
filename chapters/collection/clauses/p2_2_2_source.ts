import { type Clause, dataVerbs, forbid, forbidAll, need, silent } from '../../../gate/index.ts'

/** 2.2.2: nothing is taken in from a third party whose lawfulness was not checked, or whose time is over. */
export const p2_2_2_source_checked: Clause = {
  number: '2.2.2',
  name: 'source-checked',
  verbs: ['import', 'take-in'],
  judge: (_question, facts) => (need(facts.act?.sourceState, 'sourceState') === 'usable' ? silent : forbid),
}

/** 2.2.2: a source is checked by somebody else than whoever wrote it down. */
export const p2_2_2_checked_by_another: Clause = {
  number: '2.2.2',
  name: 'source-checked-by-another',
  verbs: ['check-source'],
  judge: (question, facts) => (need(facts.act?.importer, 'importer') === question.actor ? forbid : silent),
}

/** 2.2.2: what came from a source that was withdrawn is kept and not used; single fields of it likewise. */
export const p2_2_2_source_withdrawn: Clause = {
  number: '2.2.2',
  name: 'source-withdrawn',
  verbs: [...dataVerbs, 'merge', 'attach'],
  judge: (_question, facts, field) => {
    const { frozen, frozenFields } = need(facts.customer, 'customer')
    if (frozen) return forbidAll
    if (frozenFields === undefined) return silent
    // A merge would carry such fields on.
    if (field === undefined) return frozenFields.size > 0 ? forbidAll : silent
    return frozenFields.has(field.id) ? forbidAll : silent
  },
}

/** 2.2.2: freezing what came from a source, and lifting it, take two people. */
export const p2_2_2_two_to_freeze: Clause = {
  number: '2.2.2',
  name: 'two-freeze-a-source',
  verbs: ['confirm-freeze'],
  judge: (question, facts) => (need(facts.act?.applicant, 'applicant') === question.actor ? forbid : silent),
}
