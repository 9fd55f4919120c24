import type { Reader } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { actOf, conflict, type Context, notFound } from '../context.ts'
import { applyIn } from '../desk/apply-differences.ts'
import { departmentPaths, differences } from '../desk/differences.ts'
import { readDepartments } from '../store/departments.ts'
import type { Difference, DifferencesApplied } from '../wire.ts'
import type { ApplyProposal, OrganisationProposal, OrganisationProposals } from '../wire/sign-on.ts'
import {
  decideProposal,
  insertProposal,
  lockProposal,
  openProposals,
  rememberSeen,
  seenBefore,
  type StoredProposal,
} from './proposals-store.ts'
import { keptDisabled } from './scim/store.ts'
import { type Stated, stated } from './source.ts'
import { readProvider, readProviders, type StoredProvider } from './store.ts'

type Actor = Pick<Caller, 'personId'>

/** Above so many leavers, and above this share of those seen before, something may be wrong over there. */
const suspiciousFrom = { people: 5, share: 0.1 } as const

/** Providers with an organisation, and their open proposals. */
export async function organisationProposals(context: Context): Promise<OrganisationProposals> {
  return await context.house.db.read(async (r) => {
    const sources = (await readProviders(r)).filter((one) => one.kind !== 'oidc' && one.testedAt !== null)
    return {
      sources: sources.map(({ id, name, kind, sync }) => ({ id, name, kind, sync })),
      rows: (await openProposals(r)).map(shown),
      keptDisabled: (await keptDisabled(r)).map(({ disabledAt, calledAt, ...one }) => ({
        ...one,
        disabledAt: disabledAt.toISOString(),
        calledAt: calledAt.toISOString(),
      })),
    }
  })
}

const shown = (one: StoredProposal): OrganisationProposal => ({
  id: one.id,
  providerId: one.providerId,
  providerName: one.providerName,
  madeAt: one.madeAt.toISOString(),
  ...one.content,
})

/**
 * Reads a directory and writes down what would change: departments, joiners, movers, other changes, and as leavers those
 * who were seen there before and are missing or disabled now. Nothing is changed.
 * @throws Mistake `people.sync-…`, `people.sign-on-…`
 */
export async function proposeOrganisation(
  context: Context,
  caller: Actor,
  providerId: string,
): Promise<OrganisationProposal | Refusal> {
  const { house } = context
  const stored = await house.db.read((r) => readProvider(r, providerId))
  if (stored === undefined) throw notFound('provider')
  const refused = await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people' })
    const detail = { change: 'compare', provider: providerId }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    return isRefusal(answer) ? answer : undefined
  })
  if (refused !== undefined) return refused
  await propose(context, stored, caller.personId)
  const made = (await house.db.read((r) => openProposals(r))).find((one) => one.providerId === providerId)
  return shown(made!)
}

async function propose(context: Context, stored: StoredProvider, madeBy: string | null): Promise<void> {
  const { house } = context
  const { organisation } = context.providers.of(stored)
  if (organisation === undefined) throw new Mistake('people.sync-no-source', { field: 'provider' })
  const departments = await organisation.departments()
  const people = await organisation.people()
  // An empty answer is a right that was taken from the app far more often than a company without people.
  if (people.length === 0) throw new Mistake('people.sync-empty', { field: 'provider' })
  const said = stated(departments, people)
  await house.db.transact(async (w) => {
    const at = house.clock.now()
    const before = await seenBefore(w, stored.id)
    const leavers = await leaversOf(w, before, said)
    const list = [...(await differences(w, said.source)), ...leavers]
    const share = before.length === 0 ? 0 : leavers.length / before.length
    const content = {
      people: people.length,
      skipped: said.skipped,
      differences: list,
      suspicious: leavers.length > suspiciousFrom.people && share > suspiciousFrom.share,
    }
    await insertProposal(w, { id: newId(at.getTime()), providerId: stored.id, madeBy, content, at })
    await rememberSeen(w, stored.id, said.externalIds, at)
    house.gate.note(w, 'organisation-proposed', {
      provider: stored.id,
      by: madeBy ?? 'clockwork',
      differences: list.length,
      leavers: leavers.length,
    })
  })
}

/** Who was seen in this directory before and works there no more; people it never knew are none of its business. */
async function leaversOf(
  r: Reader,
  before: Awaited<ReturnType<typeof seenBefore>>,
  said: Stated,
): Promise<Difference[]> {
  const pathOf = departmentPaths(await readDepartments(r))
  return before
    .filter((one) => !said.externalIds.has(one.employeeNo))
    .map((one) => ({
      key: `leaver ${one.employeeNo}`,
      kind: 'leaver',
      employeeNo: one.employeeNo,
      name: one.name,
      personId: one.personId,
      version: one.version,
      fields: [
        {
          field: 'department',
          before: one.departmentId === null ? null : (pathOf.get(one.departmentId) ?? null),
          after: null,
        },
      ],
      problem: null,
    }))
}

/**
 * Puts what was chosen of a proposal in force, all or none. Leavers are put on the system administrator's list, where
 * each one is carried out with everything they hold.
 * @throws Mistake `people.sync-decided`, and `people.changed-meanwhile` when somebody was changed since
 */
export async function applyProposal(
  context: Context,
  caller: Actor,
  id: string,
  how: ApplyProposal,
): Promise<DifferencesApplied | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const proposal = await lockProposal(w, id)
    if (proposal === undefined) throw conflict('people.sync-decided', '')
    const without = new Set(how.without)
    const chosen = proposal.content.differences.filter((one) => one.problem === null && !without.has(one.key))
    const done = await applyIn(context, w, caller, chosen, {
      source: proposal.providerKind,
      movers: how.movers,
    })
    if (isRefusal(done)) return done
    await decideProposal(w, id, 'applied', caller.personId, house.clock.now())
    return done
  })
}

/** Leaves everything as it is. @throws Mistake `people.sync-decided` */
export async function discardProposal(
  context: Context,
  caller: Actor,
  id: string,
): Promise<{ done: true } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const act = await actOf(context, w, caller, { verb: 'manage-people' })
    const detail = { change: 'proposal-discarded', proposal: id }
    const answer = house.gate.askIn(w, act.question, act.facts, { detail })
    if (isRefusal(answer)) return answer
    if ((await lockProposal(w, id)) === undefined) throw conflict('people.sync-decided', '')
    await decideProposal(w, id, 'discarded', caller.personId, house.clock.now())
    return { done: true as const }
  })
}

/** Every night each directory that is to be compared is: it only proposes. One that fails does not keep the others. */
export const nightly = (context: Context): JobHandler => ({
  long: async (_job, signal) => {
    const { house } = context
    const all = await house.db.read((r) => readProviders(r))
    for (const one of all.filter((each) => each.sync && each.testedAt !== null)) {
      if (signal.aborted) return
      try {
        await propose(context, one, null)
      } catch (error) {
        if (!(error instanceof Mistake)) throw error
        house.log.warn('organisation-not-compared', { reason: error.code })
      }
    }
  },
})

/** Kind of the nightly job and when it runs. */
export const nightlyKind = 'people.compare-organisation'
export const nightlySchedule = { name: nightlyKind, cron: '40 2 * * *', kind: nightlyKind } as const
