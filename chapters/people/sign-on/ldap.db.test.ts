import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../doors/http/certificate.ts'
import { type Company, hire, lastEntries, mistakeOf, openCompany, person } from '../support.ts'
import { ldapConfig } from '../wire/sign-on.ts'
import { openLdap, parentDn } from './ldap.ts'
import type { PasswordProvider } from './provider.ts'
import { addProvider, Browser } from './testing/browser.ts'
import { type Directory, startDirectory } from './testing/slapd.ts'

/** A company whose people sign on with the password of its directory: OpenLDAP itself, started on a folder of its own. */

const unit = (dn: string, name: string): string => `dn: ${dn},dc=qingshi,dc=cn
objectClass: organizationalUnit
ou: ${name}
`
const entry = (dn: string, uid: string, no: string, more = ''): string => `dn: ${dn},dc=qingshi,dc=cn
objectClass: inetOrgPerson
uid: ${uid}
cn: ${dn.split(',')[0]!.replace('cn=', '')}
sn: x
employeeNumber: ${no}
userPassword: ${uid}-password-in-ldap
${more}`
const entries = [
  unit('ou=销售中心', '销售中心'),
  unit('ou=华东区,ou=销售中心', '华东区'),
  unit('ou=技术部', '技术部'),
  entry(
    'cn=林晓,ou=华东区,ou=销售中心',
    'linxiao',
    'L100',
    'title: 客户经理\nmail: lin@qingshi.cn\nmanager: cn=赵衡,ou=销售中心,dc=qingshi,dc=cn\n',
  ),
  entry('cn=赵衡,ou=销售中心', 'zhaoheng', 'L101', 'title: 总监\n'),
  entry('cn=王\\, 小二,ou=技术部', 'wang(2)*', 'L102'),
  entry('cn=双一,ou=技术部', 'twin', 'L103'),
  entry('cn=双二,ou=技术部', 'twin', 'L104'),
].join('\n')

let company: Company
let directory: Directory
let administrator: Browser
let provider: string
let source: PasswordProvider
const config = (more: object = {}) => ({
  kind: 'ldap' as const,
  url: directory.secureUrl,
  ca: directory.ca,
  bindDn: directory.bindDn,
  baseDn: directory.baseDn,
  ...more,
})
const open = (more: object = {}, secret = directory.bindPassword): PasswordProvider =>
  openLdap(ldapConfig.parse(config(more)), { secret, rules: { hosts: [], loopback: true }, now: () => 0 })

beforeAll(async () => {
  const tls = makeCertificate(['localhost'], new Date(Date.now() - 60_000), 2)
  directory = await startDirectory(entries, tls)
  company = await openCompany({ loopback: true })
  administrator = new Browser(company.people)
  await administrator.signIn('S001', 'copper lantern by night')
  provider = await addProvider(administrator, {
    name: '公司目录',
    linking: 'employee-no',
    secret: directory.bindPassword,
    config: config(),
  })
  source = open()
  await hire(company, person('L100', '林晓'))
})
afterAll(async () => {
  await directory.stop()
  await company.close()
})

const enter = (name: string, password: string, mine = new Browser(company.people)) =>
  mine.call('POST', '/sign-on/password', {}, { provider, name, password })

describe('林晓 and the directory', () => {
  test('she signs on with her directory password, and her local one works beside it', async () => {
    const mine = new Browser(company.people)
    expect(await enter('LinXiao', 'linxiao-password-in-ldap', mine)).toMatchObject({ outcome: 'signed-in' })
    expect(await mine.who()).toBe('L100')
    const local = new Browser(company.people)
    await local.signIn('L100', 'umbrella L100 under grey rain')
    expect(await local.who()).toBe('L100')
  })

  test('when the directory is down, local accounts still come in and the reply says what is the matter', async () => {
    const dead = open({ url: 'ldap://localhost:1' })
    expect(await mistakeOf(dead.prove('linxiao', 'x'))).toBe('people.sign-on-unreachable')
    const local = new Browser(company.people)
    await local.signIn('L100', 'umbrella L100 under grey rain')
    expect(await local.who()).toBe('L100')
  })

  test('a link of one’s own asks for the directory’s password', async () => {
    const mine = new Browser(company.people)
    await mine.signIn('S002', 'walnut lantern by night')
    expect(await mistakeOf(mine.link(provider, { name: 'zhaoheng', password: 'wrong' }))).toBe(
      'people.sign-in-failed',
    )
    expect(await mine.link(provider, { name: 'zhaoheng', password: 'zhaoheng-password-in-ldap' })).toEqual({
      linked: true,
    })
  })
})

describe('attacks', () => {
  test('an unknown name, a wrong password and a name that fits two people get one and the same reply', async () => {
    for (const [name, password] of [
      ['nobody', 'x'],
      ['linxiao', 'wrong'],
      ['twin', 'twin-password-in-ldap'],
    ] as const)
      expect(await mistakeOf(enter(name, password)), name).toBe('people.sign-in-failed')
    const [noted] = await lastEntries(company.house, 1)
    expect(noted).toMatchObject({ kind: 'sign-on-failed', provider, reason: 'sign-in-failed' })
  })

  test('an empty password is no password, though the server would call it an anonymous success', async () => {
    expect(await source.prove('linxiao', '')).toBeUndefined()
    expect(await source.prove('', 'x')).toBeUndefined()
  })

  test.each([
    ['everybody', '*'],
    ['whoever begins so', 'lin*'],
    ['an OR that is always true', 'x)(|(uid=*'],
    ['closing the filter', 'linxiao)(objectClass=*'],
    ['another attribute', '*)(employeeNumber=L100'],
    ['a null byte', 'linxiao\0'],
    ['an escaped star', '\\2a'],
  ])('LDAP injection: %s', async (_, name) => {
    expect(await source.prove(name, 'linxiao-password-in-ldap')).toBeUndefined()
  })

  test('whoever is really called so comes in: brackets, stars and commas in names', async () => {
    expect(await source.prove('wang(2)*', 'wang(2)*-password-in-ldap')).toMatchObject({ employeeNo: 'L102' })
  })

  test('brute force over many guesses waits, however right the last one is', async () => {
    const strange = new Browser(company.people, '10.9.9.9')
    for (let count = 0; count < 5; count += 1)
      expect(await mistakeOf(enter('zhaoheng', `guess ${count}`, strange))).toBe('people.sign-in-failed')
    expect(await mistakeOf(enter('zhaoheng', 'zhaoheng-password-in-ldap', strange))).toBe('people.wait')
  })
})

describe('the way to the directory', () => {
  test('StartTLS with the company’s own authority', async () => {
    const tls = open({ url: directory.plainUrl, startTls: true })
    expect(await tls.prove('linxiao', 'linxiao-password-in-ldap')).toMatchObject({ employeeNo: 'L100' })
  })
  test.each([
    ['an authority that did not sign it', { ca: 'other' }],
    ['no authority of the company', { ca: '' }],
  ])('TLS with %s is refused, over LDAPS and StartTLS', async (_, more) => {
    const other = makeCertificate(['localhost'], new Date(), 2).cert
    const ca = more.ca === 'other' ? other : ''
    expect(await mistakeOf(open({ ca }).test())).toBe('people.sign-on-unreachable')
    expect(await mistakeOf(open({ url: directory.plainUrl, startTls: true, ca }).test())).toBe(
      'people.sign-on-unreachable',
    )
  })
  test('a name that the certificate does not have is refused', async () => {
    expect(await mistakeOf(open({ url: directory.secureUrl.replace('localhost', '127.0.0.1') }).test())).toBe(
      'people.sign-on-unreachable',
    )
  })
  test('a password of the program that is wrong, and a base that is not there, are told by their codes', async () => {
    expect(await mistakeOf(open({}, 'wrong').test())).toBe('people.sign-on-directory')
    expect(await mistakeOf(open({ baseDn: 'dc=elsewhere,dc=cn' }).test())).toBe('people.sign-on-directory')
  })
  test('a password crosses no network in the clear: plain LDAP is for this machine only', async () => {
    const away = openLdap(ldapConfig.parse(config({ url: 'ldap://ldap.qingshi.cn' })), {
      secret: 'x',
      rules: { hosts: ['ldap.qingshi.cn'], loopback: true },
      resolver: async () => [{ address: '10.0.0.5', family: 4 }],
      now: () => 0,
    })
    expect(await mistakeOf(away.test())).toBe('people.sign-on-address')
  })
})

test('units become departments, and people belong to the nearest one with their manager', async () => {
  const departments = await source.organisation!.departments()
  expect(departments.map((one) => one.name).sort()).toEqual(['华东区', '技术部', '销售中心'])
  const east = departments.find((one) => one.name === '华东区')!
  expect(departments.find((one) => one.id === east.parentId)?.name).toBe('销售中心')
  const people = await source.organisation!.people()
  const zhao = people.find((one) => one.name === '赵衡')!
  expect(people.find((one) => one.name === '林晓')).toMatchObject({
    employeeNo: 'L100',
    departmentId: east.id,
    post: '客户经理',
    email: 'lin@qingshi.cn',
    managerExternalId: zhao.externalId,
  })
  expect(people.map((one) => String(one.employeeNo)).sort()).toEqual(['L100', 'L101', 'L102', 'L103', 'L104'])
})

test.each([
  ['cn=a,ou=b,dc=c', 'ou=b,dc=c'],
  ['cn=a\\, b, ou=c', 'ou=c'],
  ['cn=a\\\\,ou=c', 'ou=c'],
  ['dc=c', ''],
])('the name above %s', (dn, above) => {
  expect(parentDn(dn)).toBe(above)
})
