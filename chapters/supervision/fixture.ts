import type { Writer } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller } from '../../gate/index.ts'
import { type Approval, openApproval } from '../approval/index.ts'
import { type Collection, openCollection } from '../collection/index.ts'
import { type Custody, openCustody } from '../custody/index.ts'
import { openEmpty, firstRun, hire, must, ownPassword, person } from '../people/support.ts'
import { openUse, type Use } from '../use/index.ts'
import { openSupervision, type Supervision } from './index.ts'

export { must }

type Empty = Awaited<ReturnType<typeof openEmpty>>

/** A company at work, for tests of this chapter: every chapter on the left is the real one. */
export interface WorkingCompany extends Empty {
  readonly custody: Custody
  readonly approval: Approval
  readonly use: Use
  readonly supervision: Supervision
  readonly lin: Caller
  readonly zhou: Caller
  readonly system: Caller
  readonly security: Caller
  readonly auditor: Caller
  /** File ids of two customers. */
  readonly customers: readonly [string, string]
  readonly fileNos: readonly [string, string]
  readonly mobile: number
  /** Lin applies for the mobile number of the first customer. */
  apply(more?: { countLimit?: number; modes?: ('read' | 'copy')[] }): Promise<{ id: string; number: string }>
  /** Zhou, the manager, agrees. */
  approve(id: string): Promise<void>
  /** Lin opens the number under that application. */
  open(application: string): ReturnType<Use['readings']['open']>
  close(): Promise<void>
}

const callerOf = (personId: string, roles: readonly string[] = []): Caller => ({
  personId,
  accountId: newId(),
  sessionId: newId(),
  roles,
  name: '',
  employeeNo: '',
  address: '10.0.0.7',
  channel: 'web',
})

/** The catalogue first, then the purposes that are described by it. */
const seedingOf =
  (chapters: { custody?: Custody; collection?: Collection }) =>
  async (w: Writer, preset: string): Promise<void> => {
    await chapters.custody!.seed(w, preset)
    await chapters.collection!.seed(w)
  }

/** Opens 青石 with 林晓 (clerk), 周宁 (her manager), the three administrators and two customers. */
export async function openWorkingCompany(): Promise<WorkingCompany> {
  const chapters: { custody?: Custody; collection?: Collection } = {}
  const empty = await openEmpty({ onSetUp: seedingOf(chapters) })
  const { house, people, clock } = empty
  const approval = openApproval(house, people)
  const custody = (chapters.custody = openCustody(house, people, approval))
  const collection = (chapters.collection = openCollection(house, people, custody))
  const use = openUse(house, people, approval, custody, collection)
  const supervision = openSupervision(house, people, approval, custody)
  const { administrators } = await people.setUp(firstRun((await people.setupSecret())!), '10.0.0.7')
  for (const [at, one] of administrators.entries())
    await ownPassword(people, one, `${['copper', 'walnut', 'harbour'][at]} lantern by night`)
  for (const chapter of [approval, custody, use]) await chapter.start?.()
  const office = (role: string): Caller =>
    callerOf(administrators.find((one) => one.role === role)!.personId, [role])
  const [system, security, auditor] = [
    office('system-admin'),
    office('security-admin'),
    office('audit-admin'),
  ]
  const parts = { people, system: system.personId }
  const manager = await hire(parts, person('B001', '周宁'))
  const clerk = await hire(parts, person('B002', '林晓', { managerId: manager.id }))
  for (const { id } of [manager, clerk])
    must(await people.setClearance({ personId: security.personId }, id, { clearance: 3, scope: 'own' }))
  const [lin, zhou] = [callerOf(clerk.id), callerOf(manager.id)]
  const mobile = (await custody.catalogue()).byCode.get('mobile')!.id
  const { customers, fileNos } = await fileTwo(empty, custody, mobile, lin)
  return {
    ...empty,
    custody,
    approval,
    use,
    supervision,
    lin,
    zhou,
    system,
    security,
    auditor,
    customers,
    fileNos,
    mobile,
    apply: async (more = {}) =>
      must(
        await use.applications.apply(lin, {
          purpose: 'visit',
          reason: '回访老客户',
          customers: [fileNos[0]],
          fields: [mobile],
          modes: ['read'],
          startsAt: clock.now().toISOString(),
          endsAt: new Date(clock.now().getTime() + 5 * 86_400_000).toISOString(),
          undertaking: true,
          ...more,
        }),
      ),
    approve: async (id) => {
      const { instance, tasks } = await house.db.read((r) => approval.life(r, id))
      const taskId = tasks.find((one) => one.state === 'todo')!.id
      must(await approval.act(zhou, id, { verb: 'approve', taskId, hash: instance.snapshotHash, opinion: '同意' }))
    },
    open: (application) =>
      use.readings.open(lin, { customer: customers[0], fields: [mobile], purpose: 'visit', application, mode: 'read' }),
    close: async () => {
      await use.stop?.()
      await people.stop?.()
      await house.close()
    },
  } // prettier-ignore
}

async function fileTwo(
  { house }: Empty,
  custody: Custody,
  mobile: number,
  owner: Caller,
): Promise<Pick<WorkingCompany, 'customers' | 'fileNos'>> {
  const customers = [newId(), newId()] as const
  const numbers = await house.db.transact(async (w) => {
    const fileNos = await custody.nextFileNos(w, 2)
    await custody.insertCustomers(
      w,
      customers.map((id, at) => ({
        id,
        fileNo: fileNos[at]!,
        kind: 'person' as const,
        level: 1,
        ownerId: owner.personId,
        legalBasis: 'contract',
        values: new Map([[mobile, `1380013800${at}`]]),
        createdBy: owner.personId,
      })),
    )
    return fileNos
  })
  return { customers, fileNos: [numbers[0]!, numbers[1]!] }
}
