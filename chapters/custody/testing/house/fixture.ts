import { sql, type Writer } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import type { Caller, PersonFacts } from '../../../../gate/index.ts'
import { openTestHouse, type TestHouse } from '../../../../tests/support/house.ts'
import type { ApprovalOfCustody, Collecting, FormInstance } from '../../context.ts'
import { type Catalogue, type Custody, openCustody, type CustodyOptions } from '../../index.ts'

/** For tests of this chapter: a house with its catalogue, people by name, and an approval that decides when told. */
export interface CustodyHouse {
  readonly house: TestHouse
  readonly custody: Custody
  readonly catalogue: Catalogue
  readonly approval: StubApproval
  readonly sourceId: string
  /** Makes a person; the returned caller acts for them. */
  person(more?: Partial<PersonFacts>): Caller
  /** Number of the catalogue field with this code. */
  field(code: string): number
  values(of: Readonly<Record<string, string>>): Map<number, string>
  /** Files a released customer with these values; resolves to the id. */
  file(of: Readonly<Record<string, string>>, more?: object): Promise<string>
  close(): Promise<void>
}

/** Keeps forms in memory and decides when a test says so. */
export class StubApproval implements ApprovalOfCustody {
  readonly instances = new Map<string, FormInstance>()
  #form: Parameters<ApprovalOfCustody['register']>[0] | undefined
  readonly submitted: Parameters<ApprovalOfCustody['submit']>[1][] = []

  register(form: Parameters<ApprovalOfCustody['register']>[0]): void {
    this.#form = form
  }
  submit(
    _w: Writer,
    input: Parameters<ApprovalOfCustody['submit']>[1],
  ): Promise<{ id: string; number: string }> {
    const id = newId()
    const number = `DM-2026-${String(this.submitted.length + 1).padStart(4, '0')}`
    this.submitted.push(input)
    this.instances.set(id, {
      id,
      number,
      applicantId: input.applicantId,
      level: input.level,
      state: 'running',
    })
    return Promise.resolve({ id, number })
  }
  knownFiles(): Promise<readonly string[]> {
    return Promise.resolve([])
  }
  readonly told: { people: readonly string[]; kind: string; values: object }[] = []
  notify(
    _w: Writer,
    people: readonly string[],
    kind: string,
    o: Parameters<ApprovalOfCustody['notify']>[3],
  ): Promise<void> {
    this.told.push({ people, kind, values: o.values ?? {} })
    return Promise.resolve()
  }
  readonly resubmitted: Parameters<ApprovalOfCustody['resubmit']>[2][] = []
  resubmit(
    _w: Writer,
    id: string,
    input: Parameters<ApprovalOfCustody['resubmit']>[2],
  ): Promise<{ id: string; number: string }> {
    const instance = this.instances.get(id)!
    this.resubmitted.push(input)
    this.instances.set(id, { ...instance, level: input.level, state: 'running' })
    return Promise.resolve({ id, number: instance.number })
  }
  giveBack(id: string): void {
    this.instances.set(id, { ...this.instances.get(id)!, state: 'returned' })
  }
  straightTo(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
  instance(_r: unknown, id: string): Promise<FormInstance | undefined> {
    return Promise.resolve(this.instances.get(id))
  }
  async approve(house: TestHouse, id: string): Promise<void> {
    const instance = this.instances.get(id)!
    await house.db.transact((w) => this.#form!.onApproved(w, instance))
    this.instances.set(id, { ...instance, state: 'approved' })
  }
  view(id: string, viewer: Caller) {
    return this.#form!.view(this.instances.get(id)!, viewer)
  }
}

/** Every field is needed; where it came from is the business of another chapter. */
const everythingNeeded: Collecting = {
  mustBeNeeded: (_r, input) => Promise.resolve(input.purposes ?? ['service']),
  recordOrigin: () => Promise.resolve(),
}

/** Opens the fixture over a database of its own, seeded with the preset `company`. */
export async function openCustodyHouse(options: CustodyOptions = {}): Promise<CustodyHouse> {
  const house = await openTestHouse()
  const facts = new Map<string, PersonFacts>()
  const approval = new StubApproval()
  const people = {
    knownFiles: () => Promise.resolve([]),
    holdersOf: () => Promise.resolve([]),
    personFacts: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.flatMap((id) => (facts.has(id) ? [[id, facts.get(id)!] as const] : [])))),
    names: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.map((id) => [id, { name: '李', employeeNo: '1024' }] as const))),
  }
  const custody = openCustody(house, people, approval, options)
  custody.useCollecting(everythingNeeded)
  await house.db.transact((w) => custody.seed(w, 'company'))
  const catalogue = await custody.catalogue()
  const sourceId = newId()
  await house.db.transact((w) =>
    w.run(sql`insert into collection.source (id, name, kind, legal_basis, created_at)
      values (${sourceId}, '来访登记', 'direct', 'contract', ${house.clock.now()})`),
  )
  const field = (code: string): number => catalogue.byCode.get(code)!.id
  const values = (of: Readonly<Record<string, string>>): Map<number, string> =>
    new Map(Object.entries(of).map(([code, value]) => [field(code), value]))
  return {
    house,
    custody,
    catalogue,
    approval,
    sourceId,
    field,
    values,
    person: (more = {}) => {
      const id = newId()
      facts.set(id, {
        id, active: true, mustChangePassword: false, roles: new Set(), clearance: 3, scope: 'own', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
        ...more,
      }) // prettier-ignore
      return {
        personId: id, accountId: newId(), sessionId: newId(), roles: [...(more.roles ?? [])], name: '李', employeeNo: '1024',
        address: '127.0.0.1', channel: 'web', proof: { at: 0, windowMs: Number.MAX_SAFE_INTEGER },
      } // prettier-ignore
    },
    file: async (of, more = {}) => {
      const id = newId()
      await house.db.transact(async (w) => {
        const [fileNo] = await custody.nextFileNos(w, 1)
        const kind = 'company-name' in of ? ('company' as const) : ('person' as const)
        await custody.insertCustomers(w, [
          {
            id,
            fileNo: fileNo!,
            kind,
            level: 1,
            legalBasis: 'contract',
            values: values(of),
            createdBy: newId(),
            ...more,
          },
        ])
      })
      return id
    },
    close: async () => {
      await custody.stop?.()
      await house.close()
    },
  }
}
