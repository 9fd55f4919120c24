import type { Refusal } from '../floor/errors.ts'
import type { Decision } from './decide.ts'

/**
 * What helps after a refusal by this clause, or by this one rule of it; clauses not listed leave nothing to do but ask
 * the manager.
 */
const nextStep: Readonly<Record<string, Refusal['next']>> = {
  '3.2.2/second-factor-set': 'enrol-factor',
  '3.2.2/top-level-proves-again': 'step-up',
  '3.2.2/act-proves-again': 'step-up',
  '3.2.2/own-password-set': 'change-password',
  '2.2.2/source-withdrawn': 'nothing',
  '4.2.1': 'apply',
  '4.1.2': 'wait',
  '5.1.2': 'sign-pledge',
  '5.4.1': 'apply',
  '5.3.6': 'apply',
  '6.1': 'nothing',
  'default-deny': 'apply',
}

/** The refusal that travels to the page: clause numbers without the rule names, deciding ones first. */
export function refusalOf(decision: Decision): Refusal {
  const numbers = [...new Set(decision.because.map((key) => key.split('/')[0]!))]
  const alone = decision.because.length === 1
  const known = [...decision.because, ...numbers].find((key) => {
    const next = nextStep[key]
    // A fresh proof helps only where nothing else stands in the way.
    return next !== undefined && (alone || next !== 'step-up')
  })
  return {
    refused: true,
    because: numbers,
    faults: decision.faults,
    next: known === undefined ? 'ask-manager' : nextStep[known]!,
  }
}

/** A refusal that needs no question, such as an attempt to act on something that does not exist for this person. */
export const refuse = (clause: string, next: Refusal['next'] = 'ask-manager'): Refusal => ({
  refused: true,
  because: [clause],
  faults: [],
  next,
})
