import type { House } from '../../../../gate/index.ts'
import type { Consents } from '../../consent/index.ts'
import { type OriginKind, recordOrigin } from '../../origins/record.ts'
import { unneeded } from '../../purposes/necessity.ts'
import { readPurposes } from '../../purposes/register.ts'
import type { PartsAsked } from './types.ts'

/** What is done with what comes of a delivery. */
export interface Outcomes {
  /** The receipt of a consent, for the one who sent it. */
  receipt(given: object, receipt: string): void
  readonly tell: PartsAsked['tell']
}

const nobody: Outcomes = { receipt: () => undefined, tell: () => Promise.resolve() }

/** What an origin is called by the way in; whatever another system sends comes by its interface. */
const kinds: Readonly<Record<string, OriginKind>> = {
  web: 'form',
  wechat: 'form',
  counter: 'counter',
  spoken: 'counter',
  paper: 'paper',
  hand: 'hand',
}

/** The other parts of this chapter, as taking in asks them. */
export const partsOf = (
  { clock }: Pick<House, 'clock'>,
  consents: Pick<Consents, 'checkConsent' | 'consentIn'>,
  outcomes: Outcomes = nobody,
): PartsAsked => ({
  purposes: readPurposes,
  unneeded,
  checkConsent: (r, given) => consents.checkConsent(r, given),
  consentIn: async (w, customerId, given) => {
    outcomes.receipt(given, (await consents.consentIn(w, customerId, given)).receipt)
  },
  recordOrigins: async (w, origins) => {
    for (const { kind, ...origin } of origins)
      await recordOrigin(w, { ...origin, kind: kinds[kind] ?? 'api', at: clock.now() })
  },
  tell: (w, taken) => outcomes.tell(w, taken),
})
