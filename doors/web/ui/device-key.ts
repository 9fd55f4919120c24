import { csrfToken } from './csrf.ts'

/**
 * The key of this browser. Its private half is made so that no script can read it and stays in the browser's own
 * storage; it signs what the server asks, so that a session copied to another machine is worth nothing there.
 */

interface Asked {
  readonly challengeId: string
  readonly challenge: string
  readonly bound: boolean
  readonly mayBind: boolean
}

const signEveryMs = 4 * 60_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
let lastSigned = 0
/** The token of the session that was signed for last: another one, after a sign-in or a changed password, is signed for anew. */
let signedFor = ''
let underWay: Promise<boolean> | undefined

/** Signs when the last signature is some minutes old; several callers share one. */
export const keepSigned = (): Promise<boolean> =>
  Date.now() - lastSigned < signEveryMs && signedFor === csrfToken() ? Promise.resolve(true) : signDevice()

/**
 * Shows the server that this is the browser of the session. Resolves to false where that cannot be shown: another
 * browser, or one whose storage was cleared; the person then signs in again.
 */
export function signDevice(): Promise<boolean> {
  underWay ??= signOnce()
    .catch(() => false)
    .finally(() => {
      underWay = undefined
    })
  return underWay
}

const done = (session: string): true => {
  lastSigned = Date.now()
  signedFor = session
  return true
}

async function signOnce(): Promise<boolean> {
  if (!canSign()) return false
  const session = csrfToken()
  const asked = await send<Asked>('/session/device/challenge', {})
  if (asked === undefined) return false
  if (!asked.bound && !asked.mayBind) {
    // Begun without a key, in a browser that could make none then: it goes on as it is.
    return done(session)
  }
  const keys = asked.bound ? await keptKeys() : ((await keptKeys()) ?? (await makeKeys()))
  if (keys === undefined) return false
  const text = new TextEncoder().encode(`mifeng device 1 ${asked.challenge}`)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, text)
  const publicKey = asked.bound
    ? {}
    : { publicKey: base64url(await crypto.subtle.exportKey('spki', keys.publicKey)) }
  const taken = await send('/session/device', {
    challengeId: asked.challengeId,
    signature: base64url(signature),
    ...publicKey,
  })
  return taken === undefined ? false : done(session)
}

/** Browsers have both on https and on this machine itself; an old one without them is bound by its cookie alone. */
const canSign = (): boolean => typeof indexedDB !== 'undefined' && globalThis.crypto?.subtle !== undefined

async function send<T>(path: string, body: object): Promise<T | undefined> {
  const response = await fetch(`/api/v1${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      'x-mifeng-csrf': csrfToken(),
      'x-mifeng-quiet': '1',
    },
    body: JSON.stringify(body),
  })
  return response.ok ? ((await response.json()) as T) : undefined
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const store = 'keys'
const name = 'device'

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('mifeng', 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no storage')))
  })
}

async function inStore<T>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await opened()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = act(database.transaction(store, mode).objectStore(store))
      request.addEventListener('success', () => resolve(request.result as T))
      request.addEventListener('error', () => reject(request.error ?? new Error('no storage')))
    })
  } finally {
    database.close()
  }
}

const keptKeys = (): Promise<CryptoKeyPair | undefined> =>
  inStore<CryptoKeyPair | undefined>('readonly', (keys) => keys.get(name))

/** Two pages may make a key at once: the first that is kept counts for both. */
async function makeKeys(): Promise<CryptoKeyPair | undefined> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  await inStore('readwrite', (keys) => keys.add(pair, name)).catch(() => undefined)
  return await keptKeys()
}
