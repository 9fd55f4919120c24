import type { Caller } from '../../../../gate/index.ts'
import { callRoute, type Company, hire, must, openCompany, person } from '../../support.ts'
import type { CampaignView, OwnReview, ReviewItemRow } from '../../wire/review.ts'

export const callerOf = (personId: string, ...roles: string[]): Caller =>
  ({ personId, roles, name: '', employeeNo: '' }) as unknown as Caller

/** 青石 with a sales department: 方舟 heads it, 江南 and 白露 work there, 石磊 is above them all. */
export interface ReviewCompany extends Company {
  readonly security_: Caller
  readonly system_: Caller
  readonly audit_: Caller
  readonly boss: Caller
  readonly head: Caller
  readonly jiang: Caller
  readonly bai: Caller
  readonly sales: string
  /** Notices put on desks so far. */
  readonly told: { people: readonly string[]; kind: string; count: number }[]
  /** When rights were last used, by person; absent = never. */
  readonly uses: Map<string, Date>
  open(): Promise<string>
  own(who: Caller): Promise<OwnReview>
  rights(who: Caller, of: Caller): Promise<Map<string, string>>
  decide(who: Caller, item: string, decision: 'confirm' | 'remove'): Promise<unknown>
  view(id: string): Promise<CampaignView>
  items(id: string, query?: object): Promise<ReviewItemRow[]>
  post(who: Caller, path: string, body?: object, id?: string): Promise<unknown>
  /** What the daily job does. */
  watch(): Promise<void>
}

/** What the review is given in these tests: uses that the test sets, and notices that it reads. */
function support(people: Company['people']): Pick<ReviewCompany, 'told' | 'uses'> {
  const told: ReviewCompany['told'] = []
  const uses = new Map<string, Date>()
  people.supportReview({
    meter: {
      settle: () => Promise.resolve(),
      lastUses: (_r, asked) =>
        Promise.resolve(
          asked.map((one) => {
            const at = uses.get(one.personId)
            return at === undefined || at < one.since ? undefined : at
          }),
        ),
    },
    notify: (_w, ids, kind, o) => {
      told.push({ people: ids, kind, count: Number(o.values['count'] ?? 0) })
      return Promise.resolve()
    },
  })
  return { told, uses }
}

/** Departments, people and what they hold. */
async function staff(company: Company, system: Caller, security: Caller) {
  const { people } = company
  const department = async (
    name: string,
    parentId: string | null,
    managerId: string | null,
  ): Promise<string> =>
    must(await people.createDepartment(system, { name, parentId, managerId, code: null, sort: 0 })).id
  const top = await department('总部', null, null)
  const boss = await hire(company, person('B001', '石磊', { departmentId: top }))
  const head = await hire(company, person('B002', '方舟', { departmentId: top, managerId: boss.id }))
  const sales = await department('销售部', top, head.id)
  const jiang = await hire(company, person('B003', '江南', { departmentId: sales }))
  const bai = await hire(company, person('B004', '白露', { departmentId: sales }))
  for (const [one, clearance, scope] of [
    [boss, 4, 'all'],
    [head, 3, 'department'],
    [jiang, 3, 'department'],
    [bai, 2, 'own'],
  ] as const)
    must(await people.setClearance(security, one.id, { clearance, scope }))
  must(await people.changeRole(security, boss.id, 'general-manager', 'give'))
  must(await people.changeRole(security, jiang.id, 'collector', 'give'))
  return { sales, boss, head, jiang, bai }
}

/** Opens the company with people who hold rights of several kinds. */
export async function openReviewCompany(): Promise<ReviewCompany> {
  const company = await openCompany()
  const { people } = company
  const [system, security, audit] = [
    callerOf(company.system, 'system-admin'),
    callerOf(company.security, 'security-admin'),
    callerOf(company.audit, 'audit-admin'),
  ]
  const { told, uses } = support(people)
  const { sales, boss, head, jiang, bai } = await staff(company, system, security)
  const call = async (who: Caller, method: 'GET' | 'POST', path: string, input: object): Promise<unknown> =>
    await callRoute(people, method, path, who, input)
  const parts = {
    ...company, told, uses, sales,
    system_: system, security_: security, audit_: audit,
    boss: callerOf(boss.id, 'general-manager'), head: callerOf(head.id), jiang: callerOf(jiang.id), bai: callerOf(bai.id),
    own: async (who: Caller) => (await call(who, 'GET', '/rights-review', {})) as OwnReview,
    post: (who: Caller, path: string, body: object = {}, id?: string) =>
      call(who, 'POST', path, { body, ...(id === undefined ? {} : { params: { id } }) }),
    view: async (id: string) => (await call(security, 'GET', '/rights-reviews/:id', { params: { id } })) as CampaignView,
    items: async (id: string, query: object = {}) =>
      ((await call(audit, 'GET', '/rights-reviews/:id/items', { params: { id }, query: { size: 200, ...query } })) as {
        rows: ReviewItemRow[]
      }).rows,
    watch: async () => {
      const job = people.jobs!['people.rights-review']!
      if (typeof job === 'function') throw new Error('not a long job')
      await job.long({} as never, new AbortController().signal)
    },
  } // prettier-ignore
  return {
    ...parts,
    open: async () =>
      (must(await parts.post(security, '/rights-reviews', { reason: '例行复核' })) as { id: string }).id,
    rights: async (who, of) => {
      const found = (await parts.own(who)).people.find((one) => one.id === of.personId)
      return new Map((found?.rights ?? []).map((one) => [one.title.zh, one.id]))
    },
    decide: (who, item, decision) => parts.post(who, '/rights-review/items/:id', { decision }, item),
  }
}
