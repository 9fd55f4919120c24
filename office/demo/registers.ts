import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '../../gate/index.ts'
import { type PaperForm, printForm } from '../../floor/print/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast, granted } from './cast.ts'

/** Appointments (one not accepted yet), things handed out, and somebody who left, with the signed list filed. */
export async function tellRegisters(house: House, { people }: Chapters, cast: Cast): Promise<void> {
  const day = (ago: number): string =>
    new Date(house.clock.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10)
  const { routes } = people
  await appoint({ people } as Chapters, cast, day(30))
  const hand = async (kind: string, tag: string, holder: string, more: object = {}) =>
    await call(routes, 'POST', '/things', cast.who('M046'), {
      body: { kind, tag, note: '', holderId: cast.idOf(holder), outOn: day(90), dueOn: null, ...more },
    })
  await hand('laptop', 'NB-2025-012', 'M012', { note: 'ThinkPad' })
  await hand('card', 'MJ-0012', 'M012')
  await hand('usb', 'U-0031', 'M013', { dueOn: day(10) })
  await hand('disk', 'YP-0004', 'M036')
  await hand('card', 'MJ-0037', 'M037')
  await hand('phone', 'SJ-0008', 'M021')
  await hand('key', 'YS-档案室-2', 'M045')
  await hand('usb', 'U-0044', 'M037')
  const gone = granted(
    (await call(routes, 'POST', '/people/:id/leave', cast.who('A001'), {
      params: { id: cast.idOf('M037') },
      body: {
        reason: 'contract-over', receiverId: cast.idOf('M035'), witnessId: cast.idOf('M046'), secrecy: { months: 24 },
        choices: { media: { do: 'end' }, cards: { do: 'end' } },
      },
    })) as { handover: string; number: string },
    'let somebody leave',
  ) // prettier-ignore
  await fileScan(house, { people } as Chapters, cast, gone)
}

async function appoint({ people: { routes } }: Chapters, cast: Cast, from: string): Promise<void> {
  const [office, manager] = [cast.who('M040'), cast.who('M001')]
  const departments = (await call(routes, 'GET', '/departments', office, {})) as {
    rows: { id: string; name: string }[]
  }
  const department = (name: string): string => departments.rows.find((one) => one.name === name)!.id
  const duties = [
    ['法务合规部', '制定制度，组织培训和检查'],
    ['信息中心', '账号、权限和设备的技术管理'],
    ['华东销售部', '督促客户资料的规范使用'],
  ].map(([name = '', duty = '']) => ({ departmentId: department(name), duty }))
  const made = (await call(routes, 'POST', '/secrecy-organisation', office, {
    body: {
      leadDepartmentId: department('法务合规部'), headId: cast.idOf('M002'), duties,
      memberIds: ['M040', 'M045', 'M011'].map((no) => cast.idOf(no)),
    },
  })) as { id: string } // prettier-ignore
  const sign = { outcome: 'signed' }
  await call(routes, 'POST', '/secrecy-organisation/:id/signature', manager, { params: made, body: sign })
  const letters = [
    ['A001', 'system-admin', '', '账号、权限开通和系统维护', true],
    ['A003', 'audit-admin', '', '独立核查使用记录和账本', true],
    ['M046', 'archivist', '', '保管资料目录、实物和签字件', true],
    ['M011', null, '部门保密员', '督促本部门执行保密制度', false],
  ] as const
  for (const [no, role, name, what, accepts] of letters) {
    const body = { personId: cast.idOf(no), role, office: name, duties: what, from, until: null }
    const { id } = (await call(routes, 'POST', '/appointments', office, { body })) as { id: string }
    await call(routes, 'POST', '/appointments/:id/signature', manager, { params: { id }, body: sign })
    if (!accepts) continue
    const own = (await call(routes, 'GET', '/account/appointments', cast.who(no), {})) as {
      rows: { id: string; contentHash: string }[]
    }
    const { contentHash } = own.rows.find((one) => one.id === id)!
    await call(routes, 'POST', '/appointments/:id/acceptance', cast.who(no), {
      params: { id },
      body: { contentHash },
    })
  }
  const waits = {
    personId: cast.idOf('M020'),
    role: null,
    office: '部门保密员',
    duties: '督促本部门执行保密制度',
    from,
    until: null,
  }
  await call(routes, 'POST', '/appointments', office, { body: waits })
}

/** A page that stands for the scan of the signed list. */
async function fileScan(
  house: House,
  { people }: Chapters,
  cast: Cast,
  list: { readonly handover: string; readonly number: string },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-demo-'))
  try {
    const path = join(folder, 'scan.pdf')
    writeFileSync(path, await printForm(scanOf(house, list.number)))
    const route = people.routes.find((one) => one.method === 'POST' && one.path === '/handovers/:id/signed')!
    const input = {
      caller: cast.who('M046'),
      params: { id: list.handover },
      file: { path, name: 'scan.pdf', size: 1 },
    }
    granted(await route.run(input as never), 'file a scan')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const scanOf = (house: House, recordNumber: string): PaperForm => ({
  language: 'zh',
  company: '',
  title: '离职交接清单（签字件）',
  formNumber: 'BM-R-19',
  formVersion: 'A/0',
  recordNumber,
  sections: [{ kind: 'text', paragraphs: ['三方已签字。'] }],
  opinions: [],
  signatures: [],
  seals: [],
  verification: { snapshotHash: '', ledgerPosition: '' },
  watermark: '',
  printedBy: '',
  printedAt: house.clock.now(),
  timeZone: house.timeZone,
})
