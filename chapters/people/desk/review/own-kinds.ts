import { type ActVerb, dataVerbs } from '../../../../gate/index.ts'
import { roleForAct } from '../../clauses/p6_1_duties.ts'
import type { Context } from '../../context.ts'
import { todayOf } from '../../facts.ts'
import { peopleAround } from '../../store/departments.ts'
import { endActing } from '../../store/heads.ts'
import { lockPerson, setRights } from '../../store/persons.ts'
import { endConcurrent } from '../../store/posts.ts'
import {
  clearancesHeld,
  insertClearance,
  postsHeld,
  rolesHeld,
  actingHeld,
} from '../../store/review-rights.ts'
import { endHolding } from '../../store/roles.ts'
import { endSessionsOfPerson } from '../../store/sessions.ts'
import { roleCatalogue, separatedRoles } from '../../wire.ts'
import { keepLastHolder } from '../last-holder.ts'
import type { Reviewed } from './kinds.ts'

const filing = ['import', 'write', 'attach', 'merge'] as const
const signing = ['approve', 'comment', 'revoke-grant'] as const
/** Acts that a role is there for, beside those that only one office may do. */
const actsOfRole: Readonly<Record<string, readonly ActVerb[] | readonly string[]>> = {
  archivist: [...filing, 'release-batch', 'change-level'],
  collector: filing,
  executive: signing,
  'general-manager': signing,
  'secrecy-office': signing,
  legal: signing,
  'security-admin': ['revoke-grant', 'review-rights'],
  'audit-admin': ['review-rights'],
}

/** Verbs that count as using a role. */
function verbsOfRole(role: string): string[] {
  const own = Object.entries(roleForAct).flatMap(([verb, roles]) =>
    roles?.includes(role) === true ? verb : [],
  )
  const all = [...own, ...(actsOfRole[role] ?? [])]
  return all.length > 0 ? all : [...dataVerbs, ...signing]
}

/** Each role held. */
export const reviewedRoles = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await rolesHeld(r, personIds)).map((row) => {
      const { zh = row.role, en = row.role } = roleCatalogue.find((one) => one.code === row.role) ?? {}
      return {
        personId: row.personId,
        reference: row.id,
        title: { zh: `角色：${zh}`, en: `Role: ${en}` },
        since: row.givenAt,
        givenBy: row.givenBy,
        ...(separatedRoles.includes(row.role) ? { office: row.role } : {}),
        verbs: verbsOfRole(row.role),
      }
    }),
  remove: async (w, { personId, reference }, by) => {
    const held = (await rolesHeld(w, [personId])).find((row) => row.id === reference)
    if (held === undefined) return false
    const at = context.house.clock.now()
    await keepLastHolder(context, w, personId, new Set([held.role]))
    await endHolding(w, personId, held.role, by, at)
    // As when the security administrator takes it: what is left begins with a new sign-in.
    await endSessionsOfPerson(w, personId, at, 'role-changed')
    context.announce(w, personId)
    return true
  },
})

const scopeWords: Readonly<Record<string, { zh: string; en: string }>> = {
  department: { zh: '本部门', en: 'own department' },
  all: { zh: '全公司', en: 'whole company' },
}
const lowest = { clearance: 1, scope: 'own' } as const

/** Clearance above the lowest, and a scope beyond one's own customers: two rights, each to be kept or not. */
export const reviewedClearance = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await clearancesHeld(r, personIds)).flatMap((row) => {
      const { personId, since, givenBy, countsFrom } = row
      const common = { personId, since, givenBy, countsFrom, verbs: [...dataVerbs, 'approve'] }
      const words = scopeWords[row.scope]
      return [
        ...(row.clearance > lowest.clearance
          ? [
              {
                ...common,
                reference: `clearance:${row.clearance}`,
                title: { zh: `涉密等级：${row.clearance} 级`, en: `Clearance: level ${row.clearance}` },
              },
            ]
          : []),
        ...(words === undefined
          ? []
          : [
              {
                ...common,
                reference: `scope:${row.scope}`,
                title: { zh: `工作范围：${words.zh}`, en: `Scope: ${words.en}` },
              },
            ]),
      ]
    }),
  remove: async (w, { personId, reference }, by) => {
    const person = await lockPerson(w, personId)
    if (person === undefined || person.leftAt !== null) return false
    const [what, value] = reference.split(':')
    const now = what === 'clearance' ? String(person.clearance) : person.scope
    if (now !== value) return false
    const clearance = what === 'clearance' ? lowest.clearance : person.clearance
    const scope = what === 'scope' ? lowest.scope : person.scope
    await setRights(w, personId, clearance, scope)
    await insertClearance(w, { personId, clearance, scope, by, at: context.house.clock.now() })
    context.announce(w, personId)
    return true
  },
})

/** Second posts that widen the scope of work. */
export const reviewedPosts = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await postsHeld(r, personIds, todayOf(context.house))).map((row) => ({
      personId: row.personId,
      reference: row.id,
      title: {
        zh: `兼任岗位：${row.department} ${row.post}`,
        en: `Concurrent post: ${row.department}, ${row.post}`,
      },
      since: row.givenAt,
      givenBy: row.givenBy,
      verbs: [...dataVerbs],
    })),
  remove: async (w, { personId, reference }, by) => {
    const ended = await endConcurrent(w, personId, reference, by, context.house.clock.now())
    if (ended > 0) context.announce(w, personId)
    return ended > 0
  },
})

/** Acting as head of a department. */
export const reviewedActing = (context: Context): Reviewed => ({
  list: async (r, personIds) =>
    (await actingHeld(r, personIds, context.house.clock.now())).map((row) => ({
      personId: row.personId,
      reference: row.id,
      title: { zh: `代理负责人：${row.department}`, en: `Acting head: ${row.department}` },
      since: row.givenAt,
      givenBy: row.givenBy,
      verbs: [...dataVerbs, 'approve', 'review-rights'],
    })),
  remove: async (w, { personId, reference }, by) => {
    const now = context.house.clock.now()
    const row = (await actingHeld(w, [personId], now)).find((one) => one.id === reference)
    if (row === undefined) return false
    const ended = await endActing(w, { id: row.id, departmentId: row.departmentId }, by, now)
    for (const person of [...ended, ...(await peopleAround(w, row.departmentId))]) context.announce(w, person)
    return ended.length > 0
  },
})
