import { randomBytes } from 'node:crypto'
import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Context } from '../../context.ts'
import { algorithms, type Site } from '../../factors/webauthn.ts'
import { readAccount } from '../../store/accounts.ts'
import { readCompany } from '../../store/company.ts'
import { factorsOf } from '../../store/factors.ts'
import { type ChallengePurpose, insertChallenge } from '../../store/steps.ts'
import type { PasskeyAsked, PasskeyWanted } from '../../wire.ts'

/** How long a challenge waits for its answer. */
const challengeMs = 5 * 60_000

async function newChallenge(
  context: Context,
  w: Writer,
  purpose: ChallengePurpose,
  accountId: string | null,
): Promise<{ challengeId: string; challenge: string }> {
  const at = context.house.clock.now()
  const id = newId(at.getTime())
  const value = randomBytes(32).toString('base64url')
  await insertChallenge(w, {
    id,
    purpose,
    value,
    accountId,
    at,
    expiresAt: new Date(at.getTime() + challengeMs),
  })
  return { challengeId: id, challenge: value }
}

async function keysOf(
  r: Reader,
  accountId: string,
  rpId: string,
): Promise<{ id: string; transports: string[] }[]> {
  return (await factorsOf(r, accountId)).flatMap((factor) =>
    factor.credentialId !== null && factor.rpId === rpId
      ? [{ id: factor.credentialId, transports: [...factor.transports] }]
      : [],
  )
}

/** Asks for a passkey's answer: of this account, or of whichever the person picks when there is no account yet. */
export async function askPasskey(
  context: Context,
  purpose: 'sign-in' | 'step' | 'prove',
  accountId: string | null,
  site: Site,
): Promise<PasskeyAsked> {
  return await context.house.db.transact(async (w) => ({
    ...(await newChallenge(context, w, purpose, accountId)),
    rpId: site.rpId,
    allow: accountId === null ? [] : await keysOf(w, accountId, site.rpId),
  }))
}

/**
 * Asks the browser to make a passkey for this account. The key is to be found by the device alone (no name typed), and
 * its holder verified. `replacing`: that key is about to end, so the same device may make another.
 */
export async function wantPasskey(
  context: Context,
  accountId: string,
  site: Site,
  replacing?: string,
): Promise<PasskeyWanted> {
  return await context.house.db.transact(async (w) => {
    const account = (await readAccount(w, accountId))!
    const company = await readCompany(w)
    const old = (await factorsOf(w, accountId)).find((factor) => factor.id === replacing)
    const exclude = (await keysOf(w, accountId, site.rpId)).filter((key) => key.id !== old?.credentialId)
    return {
      ...(await newChallenge(context, w, 'register', accountId)),
      rp: { id: site.rpId, name: company?.name ?? '密封 Mifeng' },
      user: {
        // A handle that says nothing about the person (WebAuthn Level 3 §14.6.1); its own for each key, so that the
        // device keeps the old key beside the new one until that is stored here.
        id: randomBytes(16).toString('base64url'),
        name: account.signInName,
        displayName: account.name,
      },
      algorithms: [...algorithms],
      exclude,
    }
  })
}
