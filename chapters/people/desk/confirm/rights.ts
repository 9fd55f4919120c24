import { z } from 'zod'
import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import type { Caller } from '../../../../gate/index.ts'
import { conflict, type Context, notFound } from '../../context.ts'
import { managerOf, namesOf, type PersonName } from '../../facts.ts'
import { openConfirmations } from '../../store/confirmations.ts'
import { readDepartments } from '../../store/departments.ts'
import { lockPerson, type Person } from '../../store/persons.ts'
import { type RoleCode, roleCatalogue, scopes, type WaitingRight } from '../../wire.ts'
import { changeGroupLevelIn, changeSubsidiaryIn } from '../heads.ts'
import { changeRoleIn, setClearanceIn } from '../roles.ts'
import type { ConfirmationKind, Wanted } from './kinds.ts'

type Both = { readonly zh: string; readonly en: string }
const scopeWords: Readonly<Record<(typeof scopes)[number], Both>> = {
  none: { zh: '无', en: 'none' },
  own: { zh: '本人', en: 'own' },
  department: { zh: '本部门', en: 'department' },
  all: { zh: '全部', en: 'all' },
}
const standing = { departmentId: z.string().nullable(), post: z.string() }
const roleWish = z.object({ before: z.object(standing) })
const rights = { clearance: z.number(), scope: z.enum(scopes) }
const clearanceWish = z.object({ ...rights, before: z.object({ ...rights, ...standing }) })

/** Kinds of wishes about one person's rights. */
export const personalRights: readonly string[] = [
  ...roleCatalogue.map((role) => `role-${role.code}`),
  'clearance',
  'group-level',
]

/** 3.2.1: what gives somebody more than they have is proposed by one administrator and confirmed by another one. */
export const rightKinds = (context: Context): readonly ConfirmationKind[] => [
  ...roleCatalogue.map((role) => giving(context, role)),
  clearing(context),
  widening(context),
  joining(context),
]

const giving = (context: Context, role: { code: RoleCode } & Both): ConfirmationKind => ({
  code: `role-${role.code}`,
  title: { zh: '授予角色', en: 'A role' },
  verb: 'confirm-right',
  act: 'give-role',
  asksFirst: true,
  describe: async (r, { subject }) => {
    const name = nameIn(await namesOf(r, [subject]), subject)
    return {
      zh: `${name}：无此角色 → “${role.zh}”。本人须重新登录。`,
      en: `${name}: without the role → “${role.en}”. They sign in again.`,
    }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    await stillThere(w, wanted.subject, roleWish.parse(wanted.content).before)
    const answer = await changeRoleIn(context, w, { personId: wanted.proposedBy }, wanted.subject, {
      role: role.code,
      change: 'give',
      confirmation: wanted.id,
      confirmedBy,
    })
    return await given(context, w, wanted, answer)
  },
})

const clearing = (context: Context): ConfirmationKind => ({
  code: 'clearance',
  title: { zh: '涉密等级与工作范围', en: 'Clearance and scope of work' },
  verb: 'confirm-right',
  act: 'set-clearance',
  asksFirst: true,
  describe: async (r, { subject, content }) => {
    const name = nameIn(await namesOf(r, [subject]), subject)
    const { before, clearance, scope } = clearanceWish.parse(content)
    const [from, to] = [scopeWords[before.scope], scopeWords[scope]]
    const [zh, en]: [string[], string[]] = [[], []]
    if (before.clearance !== clearance) {
      zh.push(`涉密等级 ${before.clearance} → ${clearance}`)
      en.push(`clearance ${before.clearance} → ${clearance}`)
    }
    if (before.scope !== scope) {
      zh.push(`工作范围 ${from.zh} → ${to.zh}`)
      en.push(`scope of work ${from.en} → ${to.en}`)
    }
    return { zh: `${name}：${zh.join('，')}。`, en: `${name}: ${en.join(', ')}.` }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    const { before, clearance, scope } = clearanceWish.parse(wanted.content)
    const person = await stillThere(w, wanted.subject, before)
    // Set otherwise meanwhile: what the second administrator reads is not what would happen.
    if (person.clearance !== before.clearance || person.scope !== before.scope)
      throw conflict('people.wish-outdated', '')
    const by = { personId: wanted.proposedBy }
    const confirmed = { confirmation: wanted.id, confirmedBy }
    const answer = await setClearanceIn(context, w, by, wanted.subject, { clearance, scope }, confirmed)
    return await given(context, w, wanted, answer)
  },
})

const widening = (context: Context): ConfirmationKind => ({
  code: 'group-level',
  title: { zh: '集团层面人员', en: 'Works for the whole group' },
  verb: 'confirm-right',
  act: 'set-clearance',
  asksFirst: true,
  describe: async (r, { subject }) => {
    const name = nameIn(await namesOf(r, [subject]), subject)
    return {
      zh: `${name}：只限本法人单位 → 集团各法人单位，仍在本人等级和范围内。`,
      en: `${name}: the own legal entity → every legal entity of the group, within the own clearance and scope.`,
    }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    await stillThere(w, wanted.subject, roleWish.parse(wanted.content).before)
    const by = { personId: wanted.proposedBy }
    const confirmed = { confirmation: wanted.id, confirmedBy }
    const answer = await changeGroupLevelIn(context, w, by, wanted.subject, true, confirmed)
    return await given(context, w, wanted, answer)
  },
})

const joining = (context: Context): ConfirmationKind => ({
  code: 'subsidiary',
  title: { zh: '取消独立法人单位', en: 'No longer a subsidiary' },
  verb: 'confirm-right',
  act: 'set-clearance',
  asksFirst: true,
  describe: async (r, { subject }) => {
    const name = (await readDepartments(r)).find((one) => one.id === subject)?.name ?? '—'
    return {
      zh: `${name}：与集团其他单位隔离 → 不再隔离。`,
      en: `${name}: kept apart from the rest of the group → not kept apart any more.`,
    }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    const by = { personId: wanted.proposedBy }
    const confirmed = { confirmation: wanted.id, confirmedBy }
    const answer = await changeSubsidiaryIn(context, w, by, wanted.subject, false, confirmed)
    return isRefusal(answer) ? answer : undefined
  },
})

const nameIn = (names: ReadonlyMap<string, PersonName>, id: string): string => {
  const one = names.get(id)
  return one === undefined ? '—' : `${one.name} ${one.employeeNo}`
}

/** Holds the person. @throws Mistake when they have left, or moved to another post since the wish was laid down */
async function stillThere(
  w: Writer,
  personId: string,
  before: { readonly departmentId: string | null; readonly post: string },
): Promise<Person> {
  const person = await lockPerson(w, personId)
  if (person === undefined) throw notFound()
  if (person.leftAt !== null) throw conflict('people.has-left', '')
  if (person.departmentId !== before.departmentId || person.post !== before.post)
    throw conflict('people.wish-outdated', '')
  return person
}

/** The manager is told that somebody of theirs may do more now. */
async function given(
  context: Context,
  w: Writer,
  { subject }: Wanted,
  answer: { readonly done: true } | Refusal,
): Promise<Refusal | undefined> {
  if (isRefusal(answer)) return answer
  const manager = await managerOf(w, context.house, subject)
  if (manager === undefined || manager === subject) return undefined
  const name = (await namesOf(w, [subject])).get(subject)?.name ?? ''
  await context.review.notify(w, [manager], 'right-given', { link: '/people', values: { name } })
  return undefined
}

/** Rights that wait for a second administrator, for the pages that show people beside their rights. */
export async function waitingRights(
  context: Context,
  r: Reader,
  caller: Pick<Caller, 'personId'>,
): Promise<WaitingRight[]> {
  const open = await openConfirmations(r, personalRights, context.house.clock.now())
  const names = await namesOf(r, [...new Set(open.map((one) => one.subject))])
  const rows: WaitingRight[] = []
  for (const one of open) {
    const name = names.get(one.subject)
    const kind = context.confirmations.get(one.kind)
    if (name === undefined || kind === undefined) continue
    rows.push({
      confirmation: one.id,
      personId: one.subject,
      name: name.name,
      employeeNo: name.employeeNo,
      role: one.kind.startsWith('role-') ? one.kind.slice('role-'.length) : null,
      text: { ...(await kind.describe(r, one)) },
      expiresAt: one.expiresAt.toISOString(),
      own: one.proposedBy === caller.personId,
    })
  }
  return rows
}
