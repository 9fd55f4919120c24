import { randomBytes } from 'node:crypto'
import { signInward } from '../../../floor/delivery/webhooks.ts'
import type { Office } from '../notices/fixture.ts'
import type { LinkBody, NewLinkReply } from '../wire/outside.ts'

/** The OA knows 秦朗 as `qin.lang`; everybody else by employee number. */
export const linkBody = (url: string): LinkBody => ({
  name: 'OA',
  enabled: true,
  url,
  system: null,
  events: ['approval.submitted', 'approval.assigned', 'approval.decided', 'approval.ended'],
  mayStart: true,
  mayDecide: true,
  users: { 'qin.lang': 'M1' },
})

/** A call of the other system. */
export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly secret?: string
  readonly link?: string
  readonly nonce?: string
  readonly at?: Date
  /** What is changed after signing. */
  readonly tampered?: string
}

/** Calls as the OA does; the status and the state, the clauses or the code. */
export async function callAs(office: Office, link: NewLinkReply, call: Call): Promise<string> {
  const raw = call.body === undefined ? '' : JSON.stringify(call.body)
  const protocol = office.approval.protocols![0]!
  const { method = 'POST', at = office.clock.now() } = call
  const one = {
    method,
    path: `${protocol.prefix}${call.path}`,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    nonce: call.nonce ?? randomBytes(16).toString('hex'),
    body: raw,
  }
  const headers: Record<string, string> = {
    'x-mifeng-link': call.link ?? link.id,
    'x-mifeng-timestamp': one.timestamp,
    'x-mifeng-nonce': one.nonce,
    'x-mifeng-signature': signInward(call.secret ?? link.secret, one),
  }
  const { tampered: sent = raw } = call
  const { status, body: reply } = await protocol.answer({
    method,
    path: call.path,
    query: {},
    authorization: undefined,
    ifMatch: undefined,
    ifNoneMatch: undefined,
    body: sent === '' ? undefined : (JSON.parse(sent) as unknown),
    raw: sent,
    url: one.path,
    header: (name) => headers[name],
    address: '10.9.9.9',
    base: '',
  })
  return `${status} ${wordOf(reply)}`
}

function wordOf(reply: unknown): string {
  const { state, because, mistake, repeated, number } = reply as {
    state?: string
    because?: string[]
    mistake?: { code: string }
    repeated?: boolean
    number?: string
  }
  if (mistake !== undefined) return mistake.code
  if (because !== undefined) return because.join()
  return state === undefined ? `${number}${repeated === true ? ' again' : ''}` : state
}
