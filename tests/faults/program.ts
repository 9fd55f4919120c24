import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildServer } from '../../doors/http/index.ts'
import { sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import type { Person, Seen, Stage } from './crash.ts'
import { openOffice, type OpenedOffice } from '../../office.ts'

/**
 * The program that is killed: the real office with its embedded database in the folder given, a small company in it,
 * and at every start a look at what clients were told before it died. Prints one line of JSON when it is ready.
 */

const data = process.argv[2]!
const file = (name: string): string => join(data, name)
const office = await openOffice({
  task: 'serve',
  env: { MIFENG_LOG_LEVEL: 'error', PATH: process.env['PATH'] },
  data,
})
const { house, chapters } = office
const found = await examine(office)
const known: Stage | undefined = existsSync(file('stage.json'))
  ? JSON.parse(readFileSync(file('stage.json'), 'utf8'))
  : undefined
const stage = known ?? (await prepare())
writeFileSync(file('stage.json'), JSON.stringify(stage))
const server = await buildServer({
  ...office,
  webFolder: file('web'),
  temporaryFolder: office.workFolder,
  limits: { addressPerMinute: Infinity, sessionPerMinute: Infinity, anonymousPostsPerMinute: Infinity },
})
await server.listen({ host: '127.0.0.1', port: 0 })
const { port } = server.server.address() as AddressInfo
console.log(JSON.stringify({ port, found, stage }))
process.on('SIGTERM', () => {
  void server
    .close()
    .then(() => office.close())
    .then(() => process.exit(0))
})

/** What does not fit to what clients were told, in words; empty when all is well. */
async function examine({ house: of }: OpenedOffice): Promise<string[]> {
  const wrong: string[] = []
  const seen: Seen = existsSync(file('seen.json'))
    ? JSON.parse(readFileSync(file('seen.json'), 'utf8'))
    : { readings: [], applications: [], approvals: [] }
  const verdict = await of.ledger.verify()
  if (!verdict.whole) wrong.push(`ledger: ${JSON.stringify(verdict)}`)
  for (const { lane, index, customer } of seen.readings) {
    const [entry] = await of.ledger.entries(lane, index, index + 1)
    if (entry === undefined || !entry.text.includes(customer)) wrong.push(`reading ${lane}/${index} is lost`)
  }
  const states = await of.db.read((r) =>
    r.rows<{ id: string; state: string; snapshot: number; granted: number; forms: number }>(sql`
      select i.id, i.state, (select count(*)::int from usage.application_customer c where c.application_id = i.id) as snapshot,
        (select count(*)::int from usage.grant g where g.application_id = i.id) as granted,
        (select count(*)::int from usage.application a where a.id = i.id) as forms
      from approval.instance i`),
  )
  const byId = new Map(states.map((one) => [one.id, one]))
  for (const id of seen.applications) if (!byId.has(id)) wrong.push(`application ${id} is lost`)
  for (const id of seen.approvals)
    if (byId.get(id)?.state !== 'approved') wrong.push(`approval ${id} is lost`)
  for (const one of states) {
    if (one.forms !== 1 || one.snapshot !== 1) wrong.push(`application ${one.id} is half there`)
    if ((one.granted === 1) !== (one.state === 'approved')) wrong.push(`grant of ${one.id} is half there`)
  }
  return wrong
}

async function prepare(): Promise<Stage> {
  const { people, custody } = chapters
  const { administrators } = await people.setUp({
    secret: (await people.setupSecret())!,
    companyName: '示例公司',
    preset: 'company',
    systemAdmin: { employeeNo: 'A001', name: '钱进' },
    securityAdmin: { employeeNo: 'A002', name: '周密' },
    auditAdmin: { employeeNo: 'A003', name: '孙正' },
  })
  await house.db.transact((w) => w.run(sql`update people.account set must_change = false`))
  await house.db.transact((w) =>
    w.run(
      sql`update people.company set settings = '{"quota": {"fullViewsMax": 100000000, "searchesMax": 100000000}}'`,
    ),
  )
  const [system, security] = [administrators[0]!, administrators[1]!]
  const wang = await hire(system, security, 'B001', '王芳', null)
  const li = await hire(system, security, 'B002', '李雷', wang.id)
  const mobile = (await custody.catalogue()).byCode.get('mobile')!.id
  const customers = Array.from({ length: 8 }, () => newId())
  await house.db.transact(async (w) => {
    const fileNos = await custody.nextFileNos(w, customers.length)
    const usual = {
      kind: 'person' as const,
      level: 1,
      ownerId: li.id,
      legalBasis: 'contract',
      createdBy: li.id,
    }
    await custody.insertCustomers(
      w,
      customers.map((id, i) => ({
        ...usual,
        id,
        fileNo: fileNos[i]!,
        values: new Map([[mobile, `1380013800${i}`]]),
      })),
    )
  })
  return { li, wang, customers, mobile }
}

async function hire(
  system: { personId: string },
  security: { personId: string },
  employeeNo: string,
  name: string,
  managerId: string | null,
): Promise<Person> {
  const { people } = chapters
  const must = <T>(value: T): Exclude<T, { refused: true }> => {
    if (isRefusal(value)) throw new Error(`refused: ${value.because.join()}`)
    return value as Exclude<T, { refused: true }>
  }
  const { id } = must(
    await people.createPerson(system, {
      employeeNo, name, departmentId: null, managerId, post: '', employment: 'regular', startsOn: null, endsOn: null, email: null,
    }),
  ) // prettier-ignore
  must(await people.setClearance(security, id, { clearance: 3, scope: 'own' }))
  const account = must(await people.createAccounts(system, [{ personId: id }])).accounts[0]!
  const token = randomBytes(32).toString('base64url')
  const now = Date.now()
  await house.db.transact(async (w) => {
    await w.run(sql`update people.account set must_change = false`)
    await w.run(sql`insert into people.session (id, token_hash, account_id, created_at, seen_at, expires_at)
      values (${newId()}, ${createHash('sha256').update(token).digest()}, ${account.accountId}, ${new Date(now)},
        ${new Date(now + 3_600_000)}, ${new Date(now + 86_400_000)})`)
  })
  return { id, token }
}
