import { createHmac, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Writer } from '../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import {
  attachmentFacts,
  attachmentField,
  attachmentTitleName,
  type Facts,
  type House,
} from '../../gate/index.ts'
import { askToWrite } from './desk/file.ts'
import type { CustomerMaterial } from './material.ts'
import { insertAttachment } from './store/attachments.ts'
import { insertChange } from './store/file.ts'

/** A document that comes in together with the customer's file, in the transaction that files it. */
export interface Arriving {
  readonly personId: string
  readonly person: Facts['person']
  readonly material: CustomerMaterial
  /** At least the level of the file. */
  readonly level: number
  readonly title: string
  /** By the bytes themselves; see who calls. */
  readonly contentType: string
  readonly bytes: Buffer
}

const mostBytes = 20 * 1024 * 1024

/**
 * Seals a document into a file that is being filed in this very transaction. A file that waits to be accepted is out of
 * sight for everything that comes later; what belongs to its arrival is asked about as the arrival itself. When the
 * transaction fails the caller removes the stored bytes of `stored`.
 */
export async function attachArriving(
  house: House,
  w: Writer,
  a: Arriving,
  stored: string[],
): Promise<{ readonly id: string } | Refusal> {
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
  stored.push(id)
  await seal(house, w, a, id, at)
  return { id }
}

async function seal(house: House, w: Writer, a: Arriving, id: string, at: Date): Promise<void> {
  const { level, contentType, personId } = a
  const customerId = a.material.head.id
  const keys = await house.keyring.customerKeys(w, customerId, [level])
  try {
    const { size, sha256 } = await house.files.store(Readable.from([a.bytes]), {
      keys,
      level,
      attachmentId: id,
      mostBytes,
    })
    const salt = randomBytes(16)
    const auditKey = keys.auditKey()
    const committed = createHmac('sha256', auditKey).update(salt).update(Buffer.from(sha256, 'hex')).digest()
    auditKey.fill(0)
    const plain = Buffer.from(JSON.stringify({ [attachmentField]: a.title }), 'utf8')
    await insertAttachment(w, {
      customerId,
      id,
      level,
      titleSealed: keys.seal(level, attachmentTitleName(id), 1, plain),
      contentType,
      size,
      commitment: Buffer.concat([salt, committed]),
      addedBy: personId,
      addedAt: at,
    })
    const detail = { attachment: id }
    await insertChange(w, {
      customerId,
      id: newId(),
      at,
      actorId: personId,
      kind: 'attached',
      fields: [],
      detail,
    })
    house.gate.note(w, 'custody-attachment', {
      actor: personId,
      customer: customerId,
      attachment: id,
      level,
      size,
      commitment: committed.toString('hex'),
    })
  } finally {
    keys.release()
  }
}
