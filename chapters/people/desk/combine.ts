import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { combinable } from '../clauses/p6_1_duties.ts'
import { actOf, conflict, type Context } from '../context.ts'
import { namesOf, todayOf } from '../facts.ts'
import { changeSettings, readSettings } from '../store/company.ts'
import { listHoldings } from '../store/roles.ts'
import type { OrganisationState } from '../wire.ts'
import { isInOffice } from './confirm/propose.ts'

interface Asked {
  readonly by: string
  readonly at: string
}

/** Whether one person may be system and security administrator here. */
export const isCombined = async (r: Reader): Promise<boolean> =>
  (await readSettings(r))['combinedAdministrators'] === true

const askedIn = (settings: Readonly<Record<string, unknown>>): Asked | undefined =>
  settings['combineAsked'] as Asked | undefined

/** How long a first administrator's wish waits for a second one. */
const waitsMs = 7 * 86_400_000

/**
 * Lets a small company give the offices of system and security administrator to one person. It takes two
 * administrators: the first asks, another one agrees within a week. Separating them again takes one, as soon as nobody
 * holds both. Audit is never combined with anything.
 * @throws Mistake `people.combine-…`
 */
export async function combineOffices(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  combined: boolean,
): Promise<{ state: 'asked' | 'combined' | 'separate' } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const now = house.clock.now()
    const settings = await readSettings(w, 'and hold it')
    const asked = askedIn(settings)
    const waiting = asked !== undefined && now.getTime() - Date.parse(asked.at) < waitsMs
    const step = !combined ? 'separate' : waiting ? 'agree' : 'ask'
    const act = await actOf(context, w, caller, {
      verb: 'combine-offices',
      // Whoever asked does not agree; a first wish and a separation have nobody before them.
      applicant: step === 'agree' ? asked!.by : '',
      proposerInOffice: step !== 'agree' || (await isInOffice(context, w, asked!.by, 'combine-offices')),
    })
    const answer = house.gate.askIn(w, act.question, act.facts, { detail: { step, offices: combinable } })
    if (isRefusal(answer)) return answer
    if ((settings['combinedAdministrators'] === true) === combined)
      throw conflict(combined ? 'people.combine-already' : 'people.combine-not', '')
    if (step === 'ask') {
      await changeSettings(w, { combineAsked: { by: caller.personId, at: now.toISOString() } })
      return { state: 'asked' as const }
    }
    if (step === 'separate') await keepApart(context, w)
    await changeSettings(w, { combinedAdministrators: combined, combineAsked: null })
    return { state: combined ? ('combined' as const) : ('separate' as const) }
  })
}

async function keepApart(context: Context, w: Writer): Promise<void> {
  if ((await holdersOfBoth(context, w)).length > 0) throw conflict('people.combine-held', '')
}

async function holdersOfBoth(
  context: Context,
  r: Reader,
): Promise<{ id: string; name: string; employeeNo: string }[]> {
  const holdings = await listHoldings(r, todayOf(context.house))
  const of = (role: string) => holdings.filter((one) => one.role === role)
  const second = new Set(of(combinable[1]!).map((one) => one.personId))
  return of(combinable[0]!)
    .filter((one) => second.has(one.personId))
    .map(({ personId, name, employeeNo }) => ({ id: personId, name, employeeNo }))
}

/** What stands about the organisation as a whole: combined offices, checks of newcomers, subsidiaries. */
export async function organisationState(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  subsidiaries: (r: Reader) => Promise<number>,
): Promise<OrganisationState> {
  const { house } = context
  return await house.db.read(async (r) => {
    const settings = await readSettings(r)
    const asked = askedIn(settings)
    const waiting = asked !== undefined && house.clock.now().getTime() - Date.parse(asked.at) < waitsMs
    const by = asked === undefined ? undefined : (await namesOf(r, [asked.by])).get(asked.by)
    return {
      combined: settings['combinedAdministrators'] === true,
      combineAsked:
        waiting && settings['combinedAdministrators'] !== true
          ? { by: by?.name ?? '', at: asked.at, own: asked.by === caller.personId }
          : null,
      holders: await holdersOfBoth(context, r),
      joinerChecks: [...context.joinerChecks.values()].map(({ code, title }) => ({
        code,
        title: { ...title },
      })),
      subsidiaries: await subsidiaries(r),
    }
  })
}
