import { createHash, timingSafeEqual } from 'node:crypto'
import { isUniqueViolation, type Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Context } from '../context.ts'
import { oneTimePassword, readableSecret } from '../passwords/one-time.ts'
import { pinyinOf } from '../pinyin.ts'
import { insertAccount } from '../store/accounts.ts'
import { todayOf } from '../facts.ts'
import { knownHolidays } from '../holidays.ts'
import { setDays } from '../store/calendar.ts'
import {
  changeSettings,
  insertCompany,
  lockSecret,
  markSecretUsed,
  readCompany,
  replaceSecret,
} from '../store/company.ts'
import { insertPersons } from '../store/persons.ts'
import { insertHolding } from '../store/roles.ts'
import type { NewAccount, RoleCode, SetUp, SetUpReply } from '../wire.ts'

const secretHours = 24
const secretHash = (secret: string): Buffer =>
  createHash('sha256').update(secret.trim().toLowerCase()).digest()

/** A new set-up secret for the server to print, valid 24 hours and once; undefined when the company is set up. */
export async function newSetUpSecret(context: Context): Promise<string | undefined> {
  const { house } = context
  return await house.db.transact(async (w) => {
    if ((await readCompany(w)) !== undefined) return undefined
    const secret = readableSecret(5)
    await replaceSecret(
      w,
      secretHash(secret),
      new Date(house.clock.now().getTime() + secretHours * 3_600_000),
    )
    return secret
  })
}

interface Prepared {
  readonly role: RoleCode
  readonly employeeNo: string
  readonly name: string
  readonly password: string
  readonly hash: string
}

/**
 * First run: company, scheme of levels and three administrators who are three people, in one transaction. The
 * one-time passwords are returned here and exist nowhere else. Of two at the same moment one succeeds.
 * @throws Mistake `people.already-set-up`, `people.setup-secret-…`, `people.three-people`, `people.no-preset`, `people.wait`
 */
export async function setUpCompany(context: Context, input: SetUp, address: string): Promise<SetUpReply> {
  const { house, hasher, throttle } = context
  const combined = input.combined === true
  const wanted = [
    { role: 'system-admin' as const, ...input.systemAdmin },
    // Where two offices are combined the audit administrator is still somebody else.
    ...(combined ? [] : [{ role: 'security-admin' as const, ...input.securityAdmin }]),
    { role: 'audit-admin' as const, ...input.auditAdmin },
  ]
  const distinct = (of: (one: (typeof wanted)[number]) => string): boolean =>
    new Set(wanted.map((one) => of(one).normalize('NFKC').toLowerCase())).size === wanted.length
  if (!distinct((one) => one.employeeNo) || !distinct((one) => one.name))
    throw new Mistake('people.three-people')
  if (!context.presets.some((preset) => preset.code === input.preset))
    throw new Mistake('people.no-preset', { field: 'preset' })
  const now = house.clock.now().getTime()
  const wait = throttle.pairs.waitMs(`set-up ${address}`, now)
  if (wait > 0) throw new Mistake('people.wait', { status: 429, values: { seconds: Math.ceil(wait / 1000) } })
  throttle.pairs.failed(`set-up ${address}`, now)
  const people: Prepared[] = []
  for (const one of wanted) {
    const password = oneTimePassword()
    people.push({ ...one, password, hash: await hasher.hash(password) })
  }
  try {
    const administrators = await house.db.transact((w) => storeSetUp(context, w, input, people))
    throttle.pairs.succeeded(`set-up ${address}`)
    return { administrators }
  } catch (error) {
    if (isUniqueViolation(error)) throw new Mistake('people.already-set-up', { status: 409 })
    throw error
  }
}

async function storeSetUp(
  context: Context,
  w: Writer,
  input: SetUp,
  people: readonly Prepared[],
): Promise<(NewAccount & { role: RoleCode })[]> {
  const { house } = context
  const at = house.clock.now()
  const secret = await lockSecret(w)
  if ((await readCompany(w)) !== undefined || (secret !== undefined && secret.usedAt !== null))
    throw new Mistake('people.already-set-up', { status: 409 })
  if (secret === undefined || !timingSafeEqual(secret.hash, secretHash(input.secret)))
    throw new Mistake('people.setup-secret-wrong', { field: 'secret' })
  if (secret.expiresAt <= at) throw new Mistake('people.setup-secret-expired', { field: 'secret' })
  await markSecretUsed(w, at)
  const company = { id: newId(at.getTime()), name: input.companyName, ledgerId: house.ledger.id }
  await insertCompany(w, { ...company, preset: input.preset, at })
  const combined = input.combined === true
  const made: SetUpReply['administrators'] = []
  for (const person of people) {
    const one = await storeAdministrator(w, person, at)
    const also = combined && person.role === 'system-admin' ? (['security-admin'] as const) : []
    for (const role of also)
      await insertHolding(w, { id: newId(at.getTime()), personId: one.personId, role, givenBy: null, at })
    made.push(also.length === 0 ? one : { ...one, also: [...also] })
  }
  if (combined) await changeSettings(w, { combinedAdministrators: true })
  await setDays(w, knownHolidays(Number(todayOf(house).slice(0, 4))))
  await context.onSetUp(w, input.preset)
  house.gate.note(w, 'set-up', {
    company: company.id,
    preset: input.preset,
    administrators: Object.fromEntries(
      made.flatMap((one) => [one.role, ...(one.also ?? [])].map((role) => [role, one.personId])),
    ),
    combined,
  })
  return made
}

async function storeAdministrator(
  w: Writer,
  person: Prepared,
  at: Date,
): Promise<NewAccount & { role: RoleCode }> {
  const { employeeNo, name, role } = person
  const personId = newId(at.getTime())
  const accountId = newId(at.getTime())
  const plain = {
    departmentId: null,
    post: '',
    employment: 'regular' as const,
    startsOn: null,
    endsOn: null,
    clearance: 0,
    email: null,
  }
  await insertPersons(w, [{ id: personId, employeeNo, name, pinyin: pinyinOf(name), ...plain }])
  const signInName = employeeNo.toLowerCase()
  await insertAccount(w, {
    id: accountId,
    personId,
    signInName,
    passwordHash: person.hash,
    createdBy: null,
    at,
  })
  await insertHolding(w, { id: newId(at.getTime()), personId, role, givenBy: null, at })
  return { role, personId, accountId, name, employeeNo, signInName, oneTimePassword: person.password }
}
