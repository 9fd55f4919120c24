import type { Reader } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Caller, type House, type PersonFacts, refuse } from '../../../gate/index.ts'
import type { Approval } from '../../approval/index.ts'
import type { People } from '../../people/index.ts'
import * as store from '../store/grants.ts'
import type { GrantDetail, GrantList, GrantState } from '../wire.ts'

export interface GrantParts {
  readonly house: House
  readonly people: People
  readonly approval: Approval
}

/** Who looks after all grants of the company. */
const overseers = ['security-admin', 'secrecy-office']
const noSuchGrant = (): Mistake => new Mistake('use.no-such-grant', { status: 404, field: 'id' })

/** What may be used at present, and its end at once. */
export class GrantDesk {
  readonly #parts: GrantParts
  constructor(parts: GrantParts) {
    this.#parts = parts
  }

  async list(
    caller: Caller,
    q: { page: number; size: number; whose: 'mine' | 'managed' | 'all'; state?: GrantState | undefined },
  ): Promise<GrantList | Refusal> {
    const { house } = this.#parts
    if (q.whose === 'all' && !oversees(caller)) return await this.#refused(caller)
    const at = house.clock.now()
    const whose: store.Whose = q.whose === 'all' ? { by: 'all' } : { by: q.whose, person: caller.personId }
    return await house.db.read(async (r) => {
      const { total, rows } = await store.listGrants(r, whose, { ...q, at })
      return { total, rows: await this.#rows(r, caller, rows, at) }
    })
  }

  async detail(caller: Caller, id: string): Promise<GrantDetail> {
    const { house } = this.#parts
    return await house.db.read(async (r) => {
      const grant = await this.#concerned(r, caller, id)
      const [row] = await this.#rows(r, caller, [grant], house.clock.now())
      return { ...row!, files: await store.filesOfGrant(r, id) }
    })
  }

  /** Whether the grant may be used right now; read from the database each time, so that a revocation shows at once. */
  async state(
    caller: Caller,
    id: string,
  ): Promise<{ running: boolean; state: GrantState; until: string; left: number | null }> {
    const { house } = this.#parts
    const grant = await house.db.read((r) => this.#concerned(r, caller, id))
    const state = store.stateOf(grant, house.clock.now())
    return { running: state === 'running', state, until: grant.until.toISOString(), left: leftOf(grant) }
  }

  /** Ends a grant at once; every opening after this has returned is refused. */
  async revoke(caller: Caller, id: string, reason: string): Promise<{ state: GrantState } | Refusal> {
    const { house, people, approval } = this.#parts
    return await house.db.transact(async (w) => {
      await store.lockGrant(w, id)
      const grant = await store.readGrant(w, id)
      if (grant === undefined) throw noSuchGrant()
      const now = house.clock.now()
      const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
      const approvers = await approval.approversOf(w, grant.application)
      const answer = house.gate.askIn(
        w,
        { actor: caller.personId, verb: 'revoke-grant', fields: [], reasonStated: true, at: now.getTime() },
        {
          ...(person === undefined ? {} : { person }),
          act: { verb: 'revoke-grant', subjectPerson: grant.holderId, approvers },
        },
        { application: grant.application, subject: grant.holderId, detail: { grant: id } },
      )
      if (isRefusal(answer)) return answer
      if (grant.until <= now || !(await store.revokeGrant(w, id, caller.personId, reason, now)))
        throw new Mistake('use.already-revoked', { status: 409 })
      if (grant.holderId !== caller.personId)
        await approval.notify(w, [grant.holderId], 'grant-revoked', {
          instanceId: grant.application,
          link: `/approvals/${grant.application}`,
        })
      return { state: 'revoked' as const }
    })
  }

  /** The grant, for those it concerns: holder, approvers, holder's manager, overseers. */
  async #concerned(r: Reader, caller: Caller, id: string): Promise<store.GrantSummary> {
    const grant = await store.readGrant(r, id)
    if (grant === undefined) throw noSuchGrant()
    if (grant.holderId === caller.personId || oversees(caller)) return grant
    const { approval, people } = this.#parts
    if ((await approval.approversOf(r, grant.application)).includes(caller.personId)) return grant
    if ((await people.directManagerOf(r, grant.holderId)) === caller.personId) return grant
    throw noSuchGrant()
  }

  async #rows(
    r: Reader,
    caller: Caller,
    grants: readonly store.GrantSummary[],
    at: Date,
  ): Promise<GrantList['rows']> {
    const { people } = this.#parts
    const names = await people.names(
      grants.map((grant) => grant.holderId),
      r,
    )
    const person = (await people.personFacts([caller.personId], r)).get(caller.personId)
    const rows: GrantList['rows'] = []
    for (const grant of grants) {
      const state = store.stateOf(grant, at)
      rows.push({
        id: grant.id, application: grant.application, number: grant.number ?? '',
        holder: names.get(grant.holderId)?.name ?? '', holderId: grant.holderId, purpose: grant.purpose, modes: grant.modes,
        fields: grant.fields, customers: grant.customers, from: grant.from.toISOString(), until: grant.until.toISOString(),
        countLimit: grant.countLimit, left: leftOf(grant), state, revokedAt: grant.revokedAt?.toISOString() ?? null,
        mayRevoke: state !== 'revoked' && state !== 'expired' && (await this.#mayRevoke(r, caller, person, grant, at)),
      })
    } // prettier-ignore
    return rows
  }

  async #mayRevoke(
    r: Reader,
    caller: Caller,
    person: PersonFacts | undefined,
    grant: store.GrantSummary,
    at: Date,
  ): Promise<boolean> {
    const { house, approval } = this.#parts
    const approvers =
      grant.holderId === caller.personId ? [] : await approval.approversOf(r, grant.application)
    const question = { actor: caller.personId, verb: 'revoke-grant', fields: [], at: at.getTime() } as const
    const act = { verb: 'revoke-grant', subjectPerson: grant.holderId, approvers } as const
    return (
      house.gate.foresee(question, { ...(person === undefined ? {} : { person }), act }).verdict === 'permit'
    )
  }

  async #refused(caller: Caller): Promise<Refusal> {
    const { house } = this.#parts
    await house.db.transact(async (w) =>
      house.gate.note(w, 'refused', { actor: caller.personId, verb: 'list-grants', because: ['3.2.1'] }),
    )
    return refuse('3.2.1')
  }
}

const oversees = (caller: Caller): boolean => overseers.some((role) => caller.roles.includes(role))
const leftOf = (grant: store.GrantSummary): number | null =>
  grant.countLimit === null ? null : grant.countLimit - grant.used
