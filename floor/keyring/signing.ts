import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { sql } from '../database/index.ts'
import type { Database } from '../database/index.ts'
import { Fault } from '../errors.ts'
import type { SealContext } from './frame.ts'
import { insideOf } from './keyring.ts'
import type { Keyring } from './keyring.ts'

export interface SigningKey {
  /** The key name of signed notes (C2SP signed-note), e.g. `ledger.example/0`. */
  readonly name: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** The 32 bytes of the Ed25519 public key (RFC 8032). */
  readonly publicBytes: Buffer
}

const context = (name: string): SealContext => ({
  purpose: 'signing-key',
  customerId: '',
  level: 0,
  name,
  schemaVersion: 1,
})

const rawPublic = (key: KeyObject): Buffer => {
  const { x } = key.export({ format: 'jwk' })
  if (x === undefined) throw new Fault('not an Ed25519 key')
  return Buffer.from(x, 'base64url')
}

/**
 * The ledger's Ed25519 signing key, sealed under the root; made at first start under `name`. A later start keeps the
 * stored name, whatever is passed. Throws Fault when the stored public half is not the sealed private one's.
 */
export async function loadOrCreateSigningKey(
  db: Database,
  keyring: Keyring,
  name: string,
): Promise<SigningKey> {
  const { root } = insideOf(keyring)
  const read = sql`select name, sealed, public from keyring.signing_key where id = 1`
  let row = await db.read((r) => r.row<{ name: string; sealed: Buffer; public: Buffer }>(read))
  if (row === undefined) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const der = privateKey.export({ type: 'pkcs8', format: 'der' })
    const sealed = root.seal(context(name), der)
    der.fill(0)
    row = await db.transact(async (w) => {
      await w.run(sql`insert into keyring.signing_key (name, sealed, public)
        values (${name}, ${sealed}, ${rawPublic(publicKey)}) on conflict do nothing`)
      return await w.row(read)
    })
  }
  if (row === undefined) throw new Fault('the signing key was not stored')
  const der = root.open(context(row.name), row.sealed)
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  const publicKey = createPublicKey(privateKey)
  const publicBytes = rawPublic(publicKey)
  if (!publicBytes.equals(row.public))
    throw new Fault('the stored public key does not belong to the sealed signing key')
  return { name: row.name, privateKey, publicKey, publicBytes }
}
