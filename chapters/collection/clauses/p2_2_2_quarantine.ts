import {
  type Clause,
  dataVerbs,
  forbid,
  forbidAll,
  isVerification,
  need,
  permitFull,
  silent,
} from '../../../gate/index.ts'

/** 2.2.2: what arrived in a batch stays out of sight until the batch is released; its verifier opens the sample. */
export const p2_2_2_quarantine: Clause = {
  number: '2.2.2',
  name: 'batch-released',
  verbs: [...dataVerbs, 'merge', 'attach'],
  judge: (question, facts) =>
    need(facts.customer, 'customer').quarantined && !isVerification(question, facts) ? forbidAll : silent,
}

/** 2.2.2: whoever checks a batch reads the files of its sample, for that and nothing else. */
export const p2_2_2_sample: Clause = {
  number: '2.2.2',
  name: 'verifier-reads-sample',
  verbs: ['read'],
  judge: (question, facts) => (isVerification(question, facts) ? permitFull : silent),
}

/** 2.2.2: a batch from others is released after its check was approved, and not before. */
export const p2_2_2_released: Clause = {
  number: '2.2.2',
  name: 'released-after-check',
  verbs: ['release-batch'],
  judge: (_question, facts) => (need(facts.act?.batchCheck, 'batchCheck') === 'open' ? forbid : silent),
}

/** 2.2.2: whoever brought a batch does not check it, and a check is one person's until it is given back. */
export const p2_2_2_verifier: Clause = {
  number: '2.2.2',
  name: 'verifier-is-another',
  verbs: ['verify-batch'],
  judge: (question, facts) => {
    if (need(facts.act?.importer, 'importer') === question.actor) return forbid
    const verifier = need(facts.act?.verifier, 'verifier')
    return verifier === '' || verifier === question.actor ? silent : forbid
  },
}
