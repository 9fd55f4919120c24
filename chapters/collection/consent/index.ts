import type { Reader, Writer } from '../../../floor/database/index.ts'
import type { Barred, Chapter } from '../../../gate/index.ts'
import { checkConsents, type ConsentFault } from './check.ts'
import { checkCode, sendCode, type CodeAsked } from './codes/codes.ts'
import type { ConsentContext } from './context.ts'
import { bar, withdraw, type Withdrawal } from './desk/ending.ts'
import { checkGiven, consentIn, type ConsentGiven } from './desk/giving.ts'
import { settleBars } from './desk/settle.ts'
import { consentDay, consentDayJob, consentSchedule, countDay } from './jobs.ts'
import { consentRoutes } from './routes.ts'
import { publishedByCode, type StoredVersion, versionById } from './store/notices.ts'
import type { Channel, ConsentItem, NoticeBody } from '../wire/consent.ts'

export type { ConsentContext, SendToCustomer, Tell } from './context.ts'
export type { ConsentGiven } from './desk/giving.ts'
export type { ConsentFault } from './check.ts'
export type { CodeAsked } from './codes/codes.ts'
export type { Withdrawal } from './desk/ending.ts'
export { shownText } from './notice/render.ts'

/** A version of a notice that is or was in force, as forms and other desks use it. */
export interface NoticeVersion {
  readonly versionId: string
  readonly hash: string
  readonly body: NoticeBody
  readonly items: readonly ConsentItem[]
}

/** What the rest of the chapter, and chapters further right, do with consents. */
export interface Consents {
  /** Puts a consent on record and makes it count; see desk/giving.ts for what it refuses. */
  consentIn(
    w: Writer,
    customerId: string,
    given: ConsentGiven,
  ): Promise<{ readonly id: string; readonly receipt: string }>
  /** Refuses what `consentIn` would refuse of the answers themselves, before anything is written. */
  checkConsent(r: Reader, given: ConsentGiven): Promise<void>
  /** Takes consent back; see desk/ending.ts. */
  withdraw(w: Writer, customerId: string, what: Withdrawal): Promise<{ readonly id: string | null }>
  /** Bars more from given moments on; see desk/ending.ts. */
  bar(
    w: Writer,
    customerId: string,
    patch: Barred,
    by: { readonly channel: Channel; readonly operator?: string | undefined },
  ): Promise<void>
  /** Works out anew what is barred: after two files were merged, or a merge was undone. */
  settleBars(w: Writer, customerId: string): Promise<void>
  /** A version that is or was in force; undefined for drafts and declined ones. */
  noticeVersion(r: Reader, id: string): Promise<NoticeVersion | undefined>
  /** The version in force of a notice. */
  publishedNotice(r: Reader, code: string): Promise<NoticeVersion | undefined>
  /** Keeps today's count of the backlog; the job of every day does it too. */
  countBacklog(): Promise<void>
  /** Compares notices, consents and what is barred with the ledger; part of a verification. */
  checkConsents(): Promise<{ checked: number; faults: ConsentFault[] }>
  /** Sends a one-time code to a phone or mail address; see codes/codes.ts. */
  sendCode(asked: CodeAsked): Promise<{ challenge: string; minutes: number }>
  /** Whether a code is right, in the caller's transaction; see codes/codes.ts. */
  checkCode(
    w: Writer,
    given: { readonly challenge: string; readonly code: string; readonly purpose: string },
  ): Promise<{ readonly customerId: string | null } | undefined>
}

const shown = (found: StoredVersion | undefined): NoticeVersion | undefined =>
  found === undefined || found.state === 'proposed' || found.state === 'declined'
    ? undefined
    : { versionId: found.id, hash: found.hash, body: found.body, items: found.body.items }

/** Opens notices and consents: desks, routes, the job of every day. */
export const openConsents = (ctx: ConsentContext): Consents & Chapter => ({
  routes: consentRoutes(ctx),
  jobs: { [consentDayJob]: consentDay(ctx) },
  schedules: [consentSchedule],
  start: () => countDay(ctx),
  consentIn: (w, customerId, given) => consentIn(ctx, w, customerId, given),
  checkConsent: (r, given) => checkGiven(r, given, ctx.house.clock.now()),
  withdraw: (w, customerId, what) => withdraw(ctx, w, customerId, what),
  bar: (w, customerId, patch, by) => bar(ctx, w, customerId, patch, by),
  settleBars: (w, customerId) => settleBars(w, customerId, ctx.house.clock.now()),
  noticeVersion: async (r, id) => shown(await versionById(r, id)),
  countBacklog: () => countDay(ctx),
  checkConsents: () => checkConsents(ctx.house),
  sendCode: (asked) => sendCode(ctx, asked),
  checkCode: (w, given) => checkCode(ctx, w, given),
  publishedNotice: async (r, code) => shown(await publishedByCode(r, code)),
})
