import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { get, onSignedOut, post, upload } from './api.ts'

const signed = vi.hoisted(() => ({ times: 0, can: true }))
vi.mock('./device-key.ts', () => ({
  keepSigned: () => Promise.resolve(true),
  signDevice: () => {
    signed.times += 1
    return Promise.resolve(signed.can)
  },
}))

const due = { mistake: { code: 'people.device-signature', field: '', values: {} } }
/** Replies in turn; each is sent with its status. */
let replies: [number, object][] = []
let signedOut = 0
let sent: (string | null)[] = []
/** Called when a request has been answered. */
let answered = (): void => undefined

class Request extends EventTarget {
  status = 0
  responseText = ''
  readonly upload = new EventTarget()
  open = (): void => undefined
  setRequestHeader = (): void => undefined
  getResponseHeader = (): string => 'application/json'
  send(): void {
    const [status, body] = replies.shift()!
    this.status = status
    this.responseText = JSON.stringify(body)
    this.dispatchEvent(new Event('load'))
  }
}

beforeEach(() => {
  Object.assign(signed, { times: 0, can: true })
  signedOut = 0
  sent = []
  answered = () => undefined
  onSignedOut(() => void (signedOut += 1))
  vi.stubGlobal('window', { location: { href: 'http://127.0.0.1:8080/applications/new' } })
  vi.stubGlobal('document', { cookie: 'mifeng_csrf=abc' })
  vi.stubGlobal('XMLHttpRequest', Request)
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const [status, body] = replies.shift()!
    sent.push(new Headers(init.headers).get('x-mifeng-csrf'))
    const act = answered
    answered = () => undefined
    act()
    const reply = Response.json(body, { status })
    Object.defineProperty(reply, 'url', { value: `http://127.0.0.1:8080${url}` })
    return Promise.resolve(reply)
  })
})
afterEach(() => vi.unstubAllGlobals())

test('asked who is there after the address changed, the browser signs, and the page keeps what was typed into it', async () => {
  replies = [
    [200, { signedIn: false, blocked: 'signature' }],
    [200, { signedIn: true, blocked: null }],
  ]
  expect(await get('/session')).toEqual({ signedIn: true, blocked: null })
  expect([signed.times, signedOut]).toEqual([1, 0])
})

test('a browser that cannot sign is told so, once', async () => {
  signed.can = false
  replies = [[200, { signedIn: false, blocked: 'signature' }]]
  expect(await get('/session')).toMatchObject({ blocked: 'signature' })
  expect(signed.times).toBe(1)
})

test('what another reply says of being blocked asks for no signature', async () => {
  replies = [[200, { blocked: 'signature' }]]
  expect(await get('/desk/counts')).toEqual({ blocked: 'signature' })
  expect(signed.times).toBe(0)
})

test('a file sent right after the address changed is sent once more, and nobody is signed out', async () => {
  replies = [
    [401, due],
    [200, { id: '7' }],
  ]
  expect(await upload('/imports', new FormData(), () => undefined)).toEqual({ id: '7' })
  expect([signed.times, signedOut]).toEqual([1, 0])
})

test('a file whose session has ended is not sent twice', async () => {
  replies = [[401, { mistake: { code: 'sign-in', field: '', values: {} } }]]
  await expect(upload('/imports', new FormData(), () => undefined)).rejects.toThrow('signed-out')
  expect([signed.times, signedOut]).toEqual([0, 1])
})

describe('what left with the old token while its owner proved anew who they are', () => {
  const gone = { mistake: { code: 'sign-in', field: '', values: {} } }
  const proven = (): void => void vi.stubGlobal('document', { cookie: 'mifeng_csrf=new' })

  test('is sent once more, whichever answer comes first', async () => {
    for (const when of [proven, () => void setTimeout(proven, 40)]) {
      vi.stubGlobal('document', { cookie: 'mifeng_csrf=abc' })
      answered = when
      replies = [
        [401, gone],
        [200, { here: true }],
      ]
      expect(await get('/session/here')).toEqual({ here: true })
    }
    expect([signed.times, signedOut]).toEqual([0, 0])
  })

  test('carries the new token', async () => {
    answered = proven
    replies = [
      [401, gone],
      [200, { done: true }],
    ]
    expect(await post('/notices/read', {})).toEqual({ done: true })
    expect(sent).toEqual(['abc', 'new'])
  })

  test('a session that has ended is asked about once', async () => {
    replies = [[401, gone]]
    await expect(get('/session/here')).rejects.toThrow('signed-out')
    expect([sent.length, signedOut]).toEqual([1, 1])
  })
})
