import { Readable } from 'node:stream'
import type { Reader, Writer } from '../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import { attachmentFacts, attachmentField, attachmentTitleName, type Facts } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { askToWrite } from './desk/file.ts'
import { sealedTitle } from './documents/attach.ts'
import { register } from './documents/register.ts'
import { takeIn, type TurnedAway } from './documents/take-in.ts'
import type { CustomerMaterial } from './material.ts'

/** A document that comes in together with the customer's file, in the transaction that files it. */
export interface Arriving {
  readonly personId: string
  readonly person: Facts['person']
  readonly material: CustomerMaterial
  /** At least the level of the file. */
  readonly level: number
  readonly title: string
  readonly bytes: Buffer
}

const mostBytes = 20 * 1024 * 1024

/**
 * Seals a document into a file that is being filed in this very transaction, judged by its bytes and sent past the virus
 * scanner like every other. A file that waits to be accepted is out of sight for everything that comes later; what
 * belongs to its arrival is asked about as the arrival itself. When the transaction fails the caller removes the stored
 * bytes of `stored`, and puts a refusal or the reason for turning the document away on record.
 */
export async function attachArriving(
  context: Context,
  w: Writer & Reader,
  a: Arriving,
  stored: string[],
): Promise<{ readonly id: string } | Refusal | TurnedAway> {
  const { house } = context
  const at = house.clock.now()
  const customerId = a.material.head.id
  const id = newId(at.getTime())
  const question = { actor: a.personId, customer: customerId, at: at.getTime() }
  const facts: Facts = {
    ...(a.person === undefined ? {} : { person: a.person }),
    customer: { ...a.material.facts, quarantined: false },
    fields: attachmentFacts(a.level, 'grant'),
    grants: [],
  }
  const held = askToWrite(house, w, { ...question, fields: [attachmentField] }, facts)
  if (isRefusal(held)) return held
  const done = house.gate.askIn(
    w,
    { ...question, verb: 'attach', fields: [] },
    { ...facts, act: { verb: 'attach', level: a.level } },
    { subject: `attachment/${id}`, detail: { step: 'added', level: a.level } },
  )
  if (isRefusal(done)) return done
  const keys = await house.keyring.customerKeys(w, customerId, [a.level])
  try {
    const { level, title: name } = a
    const taken = await takeIn(context, Readable.from([a.bytes]), {
      keys,
      level,
      id,
      name,
      mostBytes,
      reader: w,
    })
    if ('turnedAway' in taken) return taken
    stored.push(id)
    const titleSealed = keys.seal(level, attachmentTitleName(id), 1, sealedTitle(undefined, name))
    await register(context, w, { id, customerId, personId: a.personId, level, keys, titleSealed, taken })
    return { id }
  } finally {
    keys.release()
  }
}
