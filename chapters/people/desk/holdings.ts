import type { Reader, Writer } from '../../../floor/database/index.ts'
import { Fault } from '../../../floor/errors.ts'
import { type Context, notFound } from '../context.ts'
import { managerOf, namesOf, todayOf } from '../facts.ts'
import { lockAccountOf, openAccountOf, setDisabled } from '../store/accounts.ts'
import { endActing, headedBy, listActing, passHeadships, passReports, reportingTo } from '../store/heads.ts'
import { endConcurrent, listConcurrent } from '../store/posts.ts'
import { bottomOf, lockPerson, personsById, setRights } from '../store/persons.ts'
import { insertClearance } from '../store/review-rights.ts'
import { endHolding, openRoles } from '../store/roles.ts'
import { endSessionsOfPerson, openSessionsOf } from '../store/sessions.ts'
import { type HeldReply, type HeldThing, roleCatalogue } from '../wire.ts'
import { keepLastHolder } from './last-holder.ts'
import type { Reviewed } from './review/kinds.ts'
import { reviewedActing, reviewedClearance, reviewedPosts, reviewedRoles } from './review/own-kinds.ts'

type Both = { readonly zh: string; readonly en: string }

/**
 * One kind of thing that somebody may hold: what a leaver or a mover has to hand over or give up. Chapters register
 * theirs (`people.registerHolding`); every one of them is asked when somebody leaves, in the same transaction.
 */
export interface Holding {
  readonly code: string
  readonly title: Both
  /** What happens when somebody changes post and nothing else is said; `none`: it does not hang on the post. */
  readonly onMove: 'hand-over' | 'end' | 'keep' | 'open' | 'none'
  /** What happens when somebody leaves and nothing else is said, instead of handing over or ending; needs `open`. */
  readonly onLeave?: 'open'
  /** When set, it is not listed for leavers: it ends with the account. */
  readonly movesOnly?: boolean
  /** What the person holds now; ids, numbers and codes, no customer's data. */
  list(r: Reader, personId: string): Promise<readonly HeldThing[]>
  /** Whether this person could receive everything; asked before handing over to somebody nobody named. */
  mayReceive?(r: Reader, from: string, to: string): Promise<boolean>
  /** Gives everything to somebody else; resolves to how many things. May throw a Mistake when the receiver cannot hold them. */
  handOver?(w: Writer, from: string, to: string, by: string): Promise<number>
  /** Ends everything; resolves to how many things. */
  end?(w: Writer, personId: string, by: string): Promise<number>
  /** Marks everything as missing: it stands open until somebody settles it; resolves to how many things. */
  open?(w: Writer, personId: string, by: string): Promise<number>
  /** When set, there are rights among these things, which the quarterly review goes through one by one. */
  readonly review?: Reviewed
}

export type Holdings = Map<string, Holding>

/** Adds a kind of thing. @throws Fault when the code is taken or nothing could be done with it */
export function registerHolding(holdings: Holdings, holding: Holding): void {
  if (holdings.has(holding.code)) throw new Fault(`two chapters register the holding ${holding.code}`)
  if (holding.handOver === undefined && holding.end === undefined)
    throw new Fault(`the holding ${holding.code} can neither be handed over nor ended`)
  holdings.set(holding.code, holding)
}

const shown = 50

/** What a person holds, kind by kind, and who would receive it. @throws Mistake `people.not-found` */
export async function heldBy(context: Context, r: Reader, personId: string): Promise<HeldReply> {
  const [person] = await personsById(r, [personId])
  const name = (await namesOf(r, [personId])).get(personId)
  if (person === undefined || name === undefined) throw notFound()
  const receiverId = await managerOf(r, context.house, personId)
  const names = await namesOf(
    r,
    [receiverId, person.managerId].filter((id) => typeof id === 'string'),
  )
  const receiver = receiverId === undefined ? undefined : names.get(receiverId)
  const groups: HeldReply['groups'] = []
  for (const holding of context.holdings.values()) {
    const things = await holding.list(r, personId)
    if (things.length === 0) continue
    groups.push({
      code: holding.code,
      title: { ...holding.title },
      count: things.length,
      things: things.slice(0, shown),
      mayHandOver: holding.handOver !== undefined,
      mayEnd: holding.end !== undefined,
      mayOpen: holding.open !== undefined,
      onLeave: holding.onLeave ?? 'hand-over',
      onMove: holding.onMove,
      movesOnly: holding.movesOnly === true,
    })
  }
  return {
    person: {
      id: personId,
      name: name.name,
      employeeNo: name.employeeNo,
      department: name.department,
      post: name.post,
      departmentId: person.departmentId,
      managerId: person.managerId,
      managerName: person.managerId === null ? null : (names.get(person.managerId)?.name ?? null),
      left: person.leftAt !== null,
      version: person.version,
    },
    receiver:
      receiver === undefined
        ? null
        : { id: receiver.id, name: receiver.name, employeeNo: receiver.employeeNo },
    groups,
  }
}

const same = (text: string): Both => ({ zh: text, en: text })

/** What this chapter itself knows of: offices, rights, headships, reports, second posts, acting, the account. */
export function ownHoldings(context: Context): readonly Holding[] {
  return [
    roles(context),
    rights(context),
    headships(),
    reports(),
    secondPosts(context),
    acting(context),
    account(context),
  ]
}

const roles = (context: Context): Holding => ({
  code: 'roles',
  title: { zh: '角色', en: 'Roles' },
  review: reviewedRoles(context),
  onMove: 'end',
  list: async (r, personId) =>
    [...(await openRoles(r, personId))].sort().map((code) => {
      const { zh = code, en = code } = roleCatalogue.find((one) => one.code === code) ?? {}
      return { id: code, title: { zh, en } }
    }),
  end: async (w, personId, by) => {
    const held = await openRoles(w, personId)
    await keepLastHolder(context, w, personId, held)
    for (const role of held) await endHolding(w, personId, role, by, context.house.clock.now())
    return held.size
  },
})

/** Clearance and scope hang on the post: a mover begins at the bottom again unless they are kept. */
const rights = (context: Context): Holding => ({
  code: 'rights',
  title: { zh: '涉密等级与工作范围', en: 'Clearance and scope of work' },
  review: reviewedClearance(context),
  onMove: 'end',
  movesOnly: true,
  list: async (r, personId) => {
    const [person] = await personsById(r, [personId])
    if (person === undefined || (person.clearance <= 1 && bottomOf(person.scope) === person.scope)) return []
    const { clearance, scope } = person
    return [
      {
        id: 'rights',
        title: {
          zh: `涉密等级 ${clearance}，范围 ${scopeWords[scope].zh}`,
          en: `clearance ${clearance}, scope ${scopeWords[scope].en}`,
        },
      },
    ]
  },
  end: async (w, personId, by) => {
    const person = await lockPerson(w, personId)
    const clearance = Math.min(person?.clearance ?? 0, 1)
    const scope = bottomOf(person?.scope ?? 'none')
    await setRights(w, personId, clearance, scope)
    await insertClearance(w, { personId, clearance, scope, by, at: context.house.clock.now() })
    return 1
  },
})
const scopeWords = {
  none: { zh: '无', en: 'none' },
  own: { zh: '本人', en: 'own' },
  department: { zh: '本部门', en: 'department' },
  all: { zh: '全部', en: 'all' },
} as const

const headships = (): Holding => ({
  code: 'headships',
  title: { zh: '担任负责人的部门', en: 'Departments headed' },
  onMove: 'hand-over',
  list: async (r, personId) =>
    (await headedBy(r, personId)).map(({ id, name }) => ({ id, title: same(name) })),
  handOver: (w, from, to) => passHeadships(w, from, to),
  end: (w, personId) => passHeadships(w, personId, null),
})

const reports = (): Holding => ({
  code: 'reports',
  title: { zh: '直属下级', en: 'People reporting' },
  onMove: 'hand-over',
  list: async (r, personId) =>
    (await reportingTo(r, personId)).map(({ id, name, employeeNo }) => ({
      id,
      title: same(`${name} ${employeeNo}`),
    })),
  handOver: (w, from, to) => passReports(w, from, to),
  end: (w, personId) => passReports(w, personId, null),
})

const secondPosts = (context: Context): Holding => ({
  code: 'concurrent-posts',
  title: { zh: '兼任岗位', en: 'Concurrent posts' },
  review: reviewedPosts(context),
  onMove: 'keep',
  list: async (r, personId) =>
    (await listConcurrent(r, personId, todayOf(context.house))).map((one) => ({
      id: one.id,
      title: same(`${one.department} ${one.post}`),
    })),
  end: (w, personId, by) => endConcurrent(w, personId, undefined, by, context.house.clock.now()),
})

const acting = (context: Context): Holding => ({
  code: 'acting',
  title: { zh: '代理负责人', en: 'Acting as head' },
  review: reviewedActing(context),
  onMove: 'keep',
  list: async (r, personId) =>
    (await listActing(r, { personId }, context.house.clock.now()))
      .filter((one) => one.state !== 'over')
      .map((one) => ({ id: one.id, title: same(one.department), since: one.from })),
  end: async (w, personId, by) => (await endActing(w, { personId }, by, context.house.clock.now())).length,
})

const account = (context: Context): Holding => ({
  code: 'account',
  title: { zh: '账号与登录', en: 'Account and sign-ins' },
  onMove: 'none',
  list: async (r, personId) => {
    const found = await accountOf(context, r, personId)
    if (found === undefined) return []
    return [
      { id: found.id, title: { zh: `账号 ${found.signInName}`, en: `account ${found.signInName}` } },
      ...found.sessions.map((one) => ({
        id: one.id,
        title: { zh: `登录中 ${one.address}`, en: `signed in from ${one.address}` },
        since: one.createdAt.toISOString(),
      })),
    ]
  },
  end: async (w, personId) => {
    const at = context.house.clock.now()
    const found = await lockAccountOf(w, personId)
    if (found === undefined) return 0
    if (found.disabledAt === null) await setDisabled(w, found.id, at, 'left')
    return 1 + (await endSessionsOfPerson(w, personId, at, 'left'))
  },
})

async function accountOf(context: Context, r: Reader, personId: string) {
  const found = await openAccountOf(r, personId)
  if (found === undefined) return undefined
  const now = context.house.clock.now()
  const seenAfter = new Date(now.getTime() - context.session.idleMinutes * 60_000)
  return { ...found, sessions: await openSessionsOf(r, found.id, now, seenAfter) }
}
