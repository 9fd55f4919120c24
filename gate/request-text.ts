import { openBlock } from '../floor/keyring/open.ts'
import { isRefusal, type Refusal } from '../floor/errors.ts'
import type { Facts } from './facts.ts'
import type { House } from './house.ts'

/** Words of a customer's request, of its answer, or what is handed out for it: sealed under keys of the request. */
export interface SealedRequestText {
  readonly name: string
  readonly level: number
  readonly sealed: Buffer
}

type Parts = Pick<House, 'db' | 'gate' | 'keyring'>

/** Opens words of a request for whoever handles it: decided as one act, recorded durably, and only then opened. */
export async function openRequestTexts(
  house: Parts,
  request: {
    readonly actor: string
    readonly at: number
    readonly request: string
    readonly customer: string
    readonly facts: Facts
    readonly texts: readonly SealedRequestText[]
    /** Why they are opened, a code: `view`, `print`, `hand-out`. */
    readonly for: string
  },
): Promise<readonly string[] | Refusal> {
  const { actor, at, customer, facts } = request
  const answer = await house.db.transact((w) =>
    Promise.resolve(
      house.gate.askIn(w, { actor, verb: 'handle-rights-request', customer, fields: [], at }, facts, {
        subject: request.request,
        detail: { step: request.for },
      }),
    ),
  )
  if (isRefusal(answer)) return answer
  return await opened(house, request.request, request.texts)
}

/** Opens words of a request for the customer, who showed its secret; that is recorded first. */
export async function openOwnRequestTexts(
  house: Parts,
  request: string,
  texts: readonly SealedRequestText[],
): Promise<readonly string[]> {
  await house.db.transact((w) =>
    Promise.resolve(house.gate.note(w, 'rights-looked-up', { actor: 'customer', subject: request })),
  )
  return await opened(house, request, texts)
}

const opened = (house: Parts, request: string, texts: readonly SealedRequestText[]): Promise<string[]> =>
  house.db.read((r) =>
    Promise.all(
      texts.map(async ({ name, level, sealed }) => {
        const place = { customerId: request, level, blockName: name, schemaVersion: 1 }
        return (await openBlock(house.keyring, r, place, sealed)).toString('utf8')
      }),
    ),
  )
