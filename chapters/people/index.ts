import type { Part, Reader, Writer } from '../../floor/database/index.ts'
import type { Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter, House, PersonFacts, Scope, Shown } from '../../gate/index.ts'
import type { Context, LevelPreset, PeopleOptions } from './context.ts'
import { appointmentHolding } from './appointments/desk.ts'
import { type AccountWish, createAccounts, resetAtServer } from './desk/accounts.ts'
import { Authenticator } from './desk/authenticate.ts'
import { applyDifferences, type HowToApply } from './desk/apply-differences.ts'
import { addWorkingDays } from './desk/calendar.ts'
import { type ConfirmationKind, registerConfirmation } from './desk/confirm/kinds.ts'
import { ownConfirmations } from './desk/confirm/own.ts'
import { propose } from './desk/confirm/propose.ts'
import { describeAuthority, proposeAuthority } from './desk/authority.ts'
import { type ListedCount, tellListed } from './desk/authority-simulation.ts'
import { createDepartment } from './desk/departments.ts'
import { dropSession } from './desk/sessions.ts'
import { differences } from './desk/differences.ts'
import { heldBy, type Holding, ownHoldings, registerHolding } from './desk/holdings.ts'
import { thingHoldings } from './issued/holdings.ts'
import { noSupport, type ReviewSupport } from './desk/review/kinds.ts'
import { reviewKind, reviewSchedule, watchReviews } from './desk/review/watch.ts'
import { type JoinerCheck, registerJoinerCheck, unmetOf } from './desk/newcomers.ts'
import type { Source } from './desk/source.ts'
import { importPeople, type PeopleFile } from './desk/import.ts'
import { changePassword, type PasswordChange } from './desk/password.ts'
import { createPerson } from './desk/persons.ts'
import { endEmployment } from './desk/leaving.ts'
import { changeRole, setClearance } from './desk/roles.ts'
import { newSetUpSecret, setUpCompany } from './desk/set-up.ts'
import { type Entered, enterProven, type Proven } from './desk/enter.ts'
import { type SignIn, signIn } from './desk/sign-in.ts'
import { openPlacesAtServer } from './desk/sign-in-rules.ts'
import { openThrottle } from './desk/throttle.ts'
import {
  headAbove,
  headOfDepartment,
  holdersOfRole,
  managerOf,
  namesOf,
  personFactsOf,
  personFactsPart,
  type PersonName,
  tellUnmet,
  todayOf,
} from './facts.ts'
import { knownPapers } from './exit/store.ts'
import { exitKind, exitSchedule, watchExits } from './exit/watch.ts'
import { type Hasher, openHasher } from './passwords/hashing.ts'
import { peopleRoutes } from './routes.ts'
import { TokenAuthenticator, type TokenAnswer } from './service/authenticate.ts'
import type { ProgramChoices } from './service/choices.ts'
import { endingKind, endingSchedule, tellEnding, type TellOwners } from './service/expiry.ts'
import { programHoldings } from './service/holdings.ts'
import { nightly, nightlyKind, nightlySchedule } from './sign-on/organisation.ts'
import { Providers } from './sign-on/registry.ts'
import { scimProtocol } from './sign-on/scim/protocol.ts'
import { type Company, readCompany } from './store/company.ts'
import type { DepartmentValues } from './store/departments.ts'
import { holdersOfPost } from './store/posts.ts'
import type {
  AccountsMade,
  AuthorityProposalBody,
  AuthorityReply,
  Difference,
  DifferencesApplied,
  HandedOver,
  HeldReply,
  ImportReply,
  NewAccount,
  PersonBody,
  RoleCode,
  SetUp,
  SetUpReply,
} from './wire.ts'
import type { Waits } from './wire/confirmations.ts'

export type { LevelPreset, PeopleOptions } from './context.ts'
export type { PersonName } from './facts.ts'
export { dayIn, laterDay, momentIn } from './zone.ts'
export type { TokenAnswer } from './service/authenticate.ts'
export type { ProgramChoices } from './service/choices.ts'
export type { HowToApply } from './desk/apply-differences.ts'
export type { Holding } from './desk/holdings.ts'
export type { ConfirmationKind } from './desk/confirm/kinds.ts'
export type { Notify, Reviewed, ReviewSupport, RightHeld, UseAsked, UseMeter } from './desk/review/kinds.ts'
export type { JoinerCheck } from './desk/newcomers.ts'
export type { Source, SourceDepartment, SourcePerson } from './desk/source.ts'
export { mistakes } from './texts.ts'
export type { Difference, DifferencesApplied, HandedOver, HeldReply, HeldThing } from './wire.ts'
export type { OwnReview } from './wire/review.ts'
export { type RoleCode, roleCatalogue, separatedRoles, type SetUp, type SetUpReply } from './wire.ts'

/** Tells a person of something, by the kind of notice, in the transaction in which it happened. */
type Tell = (w: Writer, personId: string, kind: string) => Promise<void>

/** Somebody who acts: the person's id is enough, the facts are looked up. */
type Actor = Pick<Caller, 'personId'>

export interface People extends Chapter {
  /** The caller of a session token. `quiet` leaves the time of the last activity alone (requests a page makes by itself). */
  /** `shown` is what the browser shows beside the token; doors always give it (desk/authenticate.ts). */
  authenticate(
    token: string | undefined,
    address: string,
    quiet?: boolean,
    shown?: Shown,
  ): Promise<Caller | undefined>
  /** The caller of an API token, `Authorization: Bearer …`; each call counts against the limits of its holder. */
  authenticateToken(text: string, address: string): Promise<TokenAnswer>
  /** Records that a program tried a route that is closed to programs. */
  tokenRefused(caller: Caller): Promise<void>
  /** From now on fields and purposes of programs are checked against these, and their owners told of what ends. */
  usePrograms(programs: { choices: () => Promise<ProgramChoices>; tell: TellOwners }): void
  /** One statement; ids that are nobody's are absent. */
  personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
  /** The same as a part of a statement that fetches more. */
  personFactsPart(ids: readonly string[]): Part<ReadonlyMap<string, PersonFacts>>
  names(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonName>>
  /** The manager named for the person, else the head of the own department, or of the next one up for that head. */
  directManagerOf(r: Reader, personId: string): Promise<string | undefined>
  /** The active head of the own department, or of the next one up for that head. */
  departmentHeadOf(r: Reader, personId: string): Promise<string | undefined>
  /** The acting head of a department, else its head; active, and not the person to be left out. */
  headOfDepartment(r: Reader, departmentId: string, except?: string): Promise<string | undefined>
  holdersOf(r: Reader, role: string): Promise<readonly string[]>
  /** Active holders of a post, also those who hold it beside another one; in one department when it is given. */
  holdersOfPost(r: Reader, post: string, departmentId?: string): Promise<readonly string[]>
  /** 18:00 of the working day that many working days later, in the company's time zone. */
  addWorkingDays(r: Reader, from: Date, days: number): Promise<Date>
  company(r?: Reader): Promise<Company | undefined>
  /** A new set-up secret to print, valid 24 hours and once; undefined when the company is set up. */
  setupSecret(): Promise<string | undefined>
  setUp(input: SetUp, address?: string): Promise<SetUpReply>
  signIn(input: SignIn): Promise<Entered | Refusal>
  /** After an outside system has proved who somebody is (desk/enter.ts). */
  enterProven(proven: Proven): Promise<Entered | Refusal>
  changePassword(caller: Pick<Caller, 'accountId'>, change: PasswordChange): Promise<{ token: string }>
  /** Ends the session of a token that nobody will use. */
  endSession(token: string): Promise<void>
  createDepartment(actor: Actor, values: DepartmentValues): Promise<{ id: string } | Refusal>
  createPerson(actor: Actor, body: PersonBody): Promise<{ id: string } | Refusal>
  /** For an administrator it waits for a second one. Everything held is handed over to the manager where that can be, and ended where it cannot. */
  endEmployment(actor: Actor, personId: string, reason: string): Promise<HandedOver | Waits | Refusal>
  /** What would change if a source were put in force; see desk/differences.ts. */
  differences(r: Reader, source: Source): Promise<Difference[]>
  /** Puts chosen differences in force, all or none; leavers are only proposed. */
  applyDifferences(
    actor: Actor,
    chosen: readonly Difference[],
    how: HowToApply,
  ): Promise<DifferencesApplied | Refusal>
  /** A kind of thing that people hold and have to hand over or give up; chapters register theirs at the start. */
  registerHolding(holding: Holding): void
  /** The authority matrix in force, and the one that waits. */
  authority(caller: Caller): Promise<AuthorityReply>
  /** Lays down another matrix, which another administrator confirms; see desk/authority.ts. */
  proposeAuthority(caller: Caller, body: AuthorityProposalBody): Promise<{ id: string } | Refusal>
  /** How many customers somebody would be shown; for the simulation of another authority matrix. */
  useListedCount(count: ListedCount): void
  heldBy(r: Reader, personId: string): Promise<HeldReply>
  /** How the quarterly review learns when rights were last used, and how it tells people. */
  supportReview(support: ReviewSupport): void
  /** A kind of act that begins only when a second administrator has confirmed it; chapters register theirs at the start. */
  registerConfirmation(kind: ConfirmationKind): void
  /** Keeps an act until a second administrator confirms it; whoever proposes has been asked for by the gate. */
  propose(w: Writer, actor: Actor, wish: Parameters<typeof propose>[3]): Promise<Waits>
  /** Something newcomers have to do before they touch customer data (5.1.2). */
  registerJoinerCheck(check: JoinerCheck): void
  createAccounts(actor: Actor, wishes: readonly AccountWish[]): Promise<AccountsMade | Refusal>
  changeRole(
    actor: Actor,
    personId: string,
    role: RoleCode,
    change: 'give' | 'take',
  ): Promise<{ done: true } | Refusal>
  setClearance(
    actor: Actor,
    personId: string,
    rights: { clearance: number; scope: Scope },
  ): Promise<{ done: true } | Refusal>
  importPeople(actor: Actor, file: PeopleFile): Promise<ImportReply | Refusal>
  /** For the server's command line: a one-time password for any account. */
  resetAtServer(employeeNo: string): Promise<NewAccount>
  /** For the server's command line: clears every list of networks; resolves to how many there were. */
  openPlacesAtServer(): Promise<number>
  /** Of these ids of sealed files those that are signed papers of this chapter; the sweep leaves them alone. */
  knownFiles(r: Reader, ids: readonly string[]): Promise<readonly string[]>
  /** How somebody is told of something about their account; without it only the ledger knows. */
  tellPeople(how: Tell): void
  /** Called after every durable change of a person, their rights or their sessions; returns how to stop listening. */
  onChange(fn: (personId: string) => void): () => void
}

/** Schemes of levels offered when the office gives none. */
const usualPresets: readonly LevelPreset[] = [
  {
    code: 'company',
    zh: '公司绝密 / 公司机密 / 公司秘密 / 内部',
    en: 'Company top secret / secret / confidential / internal',
  },
  {
    code: 'trade-secret',
    zh: '核心商密 / 普通商密 / 受控 / 内部',
    en: 'Core trade secret / trade secret / controlled / internal',
  },
  { code: 'numbered', zh: '4级 / 3级 / 2级 / 1级', en: 'Level 4 / 3 / 2 / 1' },
]

/** What every desk works with; `told.tell` is set later, when there is a way to tell people something. */
const contextOf = (
  house: House,
  options: PeopleOptions & { readonly hasher?: Hasher },
  listeners: ReadonlySet<(personId: string) => void>,
  told: { readonly tell: Tell },
): Context => ({
  house,
  hasher: options.hasher ?? openHasher(),
  throttle: openThrottle(),
  presets: options.levelPresets ?? usualPresets,
  onSetUp: options.onSetUp ?? (() => Promise.resolve()),
  session: options.session ?? { idleMinutes: 30, absoluteHours: 12 },
  holdings: new Map(),
  joinerChecks: new Map(),
  confirmations: new Map(),
  review: noSupport(),
  // Until the office says what there is, nothing can be chosen and nobody is told.
  programs: {
    choices: () => Promise.resolve({ fields: new Set(), purposes: new Set(), sources: new Set() }),
    tell: () => Promise.resolve(),
  },
  csrfToken: options.csrfToken ?? (() => ''),
  providers: new Providers(house, { loopback: options.loopback ?? false }),
  loopback: options.loopback ?? false,
  warn: (w, personId, kind) => told.tell(w, personId, kind),
  announce: (w: Writer, personId) =>
    w.afterCommit(() => {
      for (const listener of listeners) listener(personId)
    }),
})

const jobsOf = (context: Context): NonNullable<Chapter['jobs']> => ({
  [reviewKind]: watchReviews(context),
  [endingKind]: tellEnding(context),
  [nightlyKind]: nightly(context),
  [exitKind]: watchExits(context),
})

/** Opens the chapter people: organisation, accounts and sign-in, roles and clearance, working-day calendar. */
export function openPeople(house: House, options: PeopleOptions & { readonly hasher?: Hasher } = {}): People {
  const listeners = new Set<(personId: string) => void>()
  const told: { tell: Tell } = { tell: () => Promise.resolve() }
  const context = contextOf(house, options, listeners, told)
  for (const holding of [
    ...programHoldings(context),
    appointmentHolding(context),
    ...thingHoldings(context),
    ...ownHoldings(context),
  ])
    registerHolding(context.holdings, holding)
  for (const kind of ownConfirmations(context)) registerConfirmation(context.confirmations, kind)
  tellUnmet(house, (r, ids) => unmetOf(context.joinerChecks, r, ids))
  const authenticator = new Authenticator(context)
  const tokens = new TokenAuthenticator(context)
  const reading = <T>(r: Reader | undefined, work: (reader: Reader) => Promise<T>): Promise<T> =>
    r === undefined ? house.db.read(work) : work(r)
  return {
    routes: peopleRoutes(context),
    protocols: [scimProtocol(context)],
    jobs: jobsOf(context),
    schedules: [reviewSchedule, endingSchedule, nightlySchedule, exitSchedule],
    stop: () => authenticator.idle(),
    authenticate: (token, address, quiet, shown) => authenticator.find(token, address, quiet, shown),
    authenticateToken: (text, from) => tokens.find(text, from),
    tokenRefused: (caller) => tokens.refusedRoute(caller),
    supportReview: (support) => void Object.assign(context.review, support),
    usePrograms: (programs) => void Object.assign(context.programs, programs),
    personFacts: (ids, r) => personFactsOf(house, ids, r),
    personFactsPart: (ids) => personFactsPart(house, ids),
    names: (ids, r) => reading(r, (reader) => namesOf(reader, ids)),
    directManagerOf: (r, personId) => managerOf(r, house, personId),
    departmentHeadOf: (r, personId) => headAbove(r, house, personId),
    headOfDepartment: (r, departmentId, except) => headOfDepartment(r, house, departmentId, except),
    holdersOf: (r, role) => holdersOfRole(r, house, role),
    holdersOfPost: (r, post, departmentId) => holdersOfPost(r, post, departmentId, todayOf(house)),
    addWorkingDays: (r, from, days) => addWorkingDays(r, house.timeZone, from, days),
    company: (r) => reading(r, readCompany),
    setupSecret: () => newSetUpSecret(context),
    setUp: (input, address = 'local') => setUpCompany(context, input, address),
    signIn: (input) => signIn(context, input),
    enterProven: (proven) => enterProven(context, proven),
    changePassword: (caller, change) => changePassword(context, caller, change),
    endSession: (token) => dropSession(context, token),
    createDepartment: (actor, values) => createDepartment(context, actor, values),
    createPerson: (actor, body) => createPerson(context, actor, body),
    endEmployment: (actor, personId, reason) => endEmployment(context, actor, personId, reason),
    differences,
    applyDifferences: (actor, chosen, how) => applyDifferences(context, actor, chosen, how),
    authority: (caller) => describeAuthority(context, caller),
    proposeAuthority: (caller, body) => proposeAuthority(context, caller, body),
    useListedCount: (count) => tellListed(house, count),
    registerHolding: (holding) => registerHolding(context.holdings, holding),
    heldBy: (r, personId) => heldBy(context, r, personId),
    registerConfirmation: (kind) => registerConfirmation(context.confirmations, kind),
    propose: (w, actor, wish) => propose(context, w, actor, wish),
    registerJoinerCheck: (check) => registerJoinerCheck(context.joinerChecks, check),
    createAccounts: (actor, wishes) => createAccounts(context, actor, wishes),
    changeRole: (actor, personId, role, change) => changeRole(context, actor, personId, role, change),
    setClearance: (actor, personId, rights) => setClearance(context, actor, personId, rights),
    importPeople: (actor, file) => importPeople(context, actor, file),
    resetAtServer: (employeeNo) => resetAtServer(context, employeeNo),
    openPlacesAtServer: () => openPlacesAtServer(context),
    knownFiles: knownPapers,
    tellPeople: (how) => void (told.tell = how),
    onChange: (fn) => {
      listeners.add(fn)
      return () => void listeners.delete(fn)
    },
  }
}
