import { type Reader, sql } from '../../../floor/database/index.ts'
import { mask } from '../../../floor/identifiers/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { type Caller, factsOfCaller, isBarred, purposesOfAll } from '../../../gate/index.ts'
import type { OwnCopy } from './copy-file.ts'
import { fileOf, type RightsContext } from './context.ts'
import type { StoredRequest } from './store.ts'

/** Most uses that are listed, the newest first. */
const usesMost = 2000
/** Fields that hold other people's data: those stay masked. */
const isOfOthers = (code: string): boolean => /(^|-)(contact|guardian|spouse|emergency|agent)(-|$)/.test(code)

/**
 * Reads the whole file through the gate as an export to the customer, and gathers who used it and why, where it came
 * from and what was agreed to. Colleagues appear as departments, other people masked.
 */
export async function gatherCopy(
  ctx: RightsContext,
  caller: Caller,
  request: StoredRequest,
): Promise<OwnCopy | Refusal> {
  const { house } = ctx
  const material = await fileOf(ctx, undefined, request.customerId)
  const catalogue = await ctx.custody.catalogue()
  const at = house.clock.now().getTime()
  const closed = isBarred(material.facts.barred, 'sensitive', at)
  const asked = material.head.fields.filter((id) => !closed || material.fields.get(id)?.sensitive !== true)
  const person = (await ctx.people.personFacts([caller.personId])).get(caller.personId)
  const reading = await house.gate.read({
    question: {
      actor: caller.personId, verb: 'export', customer: material.head.id, fields: asked, purpose: 'own-data', rows: 1, at,
    },
    facts: {
      ...(person === undefined ? {} : { person }),
      ...factsOfCaller(caller),
      customer: material.facts,
      fields: material.fields,
      grants: [],
      purposes: purposesOfAll('own-data'),
      collection: { level: material.head.whole, approved: material.head.whole },
      marketing: new Set<string>(),
      quota: { fullViews: 0, fullViewsMax: 0, searches: 0, searchesMax: 0, exportRowsMax: 1 },
      own: { customer: request.customerId, handler: caller.personId, proven: request.identity !== 'unproven' },
    },
    file: material.file,
    whole: true,
    more: { subject: request.id },
  }) // prettier-ignore
  if (isRefusal(reading)) return reading
  const shown = [...reading.opened.full].flatMap(([id, value]) => {
    const field = catalogue.fields.get(id)
    if (field === undefined) return []
    const words = isOfOthers(field.code)
      ? mask(field.type, value, { kind: field.mask, warningAccepted: true })
      : value
    return [{ zh: field.zh, en: field.en, value: words }]
  })
  return {
    fileNo: material.head.fileNo,
    madeAt: new Date(at).toISOString(),
    values: shown,
    withheld: material.head.fields
      .filter((id) => !asked.includes(id))
      .map((id) => catalogue.fields.get(id)?.zh ?? String(id)),
    ...(await besides(ctx, request.customerId)),
  }
}

async function besides(
  ctx: RightsContext,
  customer: string,
): Promise<Pick<OwnCopy, 'attachments' | 'origin' | 'consents' | 'uses'>> {
  await ctx.projection.catchUp()
  return await ctx.house.db.read(async (r) => {
    const origin = await r.row<{ basis: string; source: string | null; at: Date }>(sql`
      select c.legal_basis as basis, s.name as source, c.created_at as at from custody.customer c
      left join collection.source s on s.id = c.source_id where c.id = ${customer}`)
    const attachments = await r.rows<{ type: string; bytes: number; at: Date }>(sql`
      select content_type as type, size::float8 as bytes, added_at as at from custody.attachment
      where customer_id = ${customer} and removed_at is null order by added_at limit 500`)
    const consents = await r.rows<{ what: string; at: Date; channel: string }>(sql`
      select 'given ' || n.code || ' v' || v.number as what, k.given_at as at, k.channel from collection.consent k
        join collection.notice_version v on v.id = k.version_id join collection.notice n on n.id = v.notice_id where k.customer_id = ${customer}
      union all select 'withdrawn ' || array_to_string(e.keys, ' '), e.from_at, e.channel from collection.consent_end e where e.customer_id = ${customer}
      order by 2 limit 500`)
    return {
      attachments: attachments.map((a) => ({ type: a.type, bytes: a.bytes, addedAt: a.at.toISOString() })),
      origin: {
        legalBasis: origin?.basis ?? '',
        source: origin?.source ?? '',
        collectedAt: origin?.at.toISOString() ?? '',
      },
      consents: consents.map((c) => ({ ...c, at: c.at.toISOString() })),
      uses: await usesOf(ctx, r, customer),
    }
  })
}

/** Who used the file and why: departments, never the names of colleagues. */
async function usesOf(ctx: RightsContext, r: Reader, customer: string): Promise<OwnCopy['uses']> {
  const rows = await r.rows<{
    lane: number
    index: number
    at: Date
    verb: string
    department: string | null
  }>(sql`
    select e.lane, e.index::int as index, e.at, e.verb, d.name as department
    from supervision.audit_customer c join supervision.audit_entry e on e.lane = c.lane and e.index = c.index
    left join people.person p on p.id = e.actor_id left join people.department d on d.id = p.department_id
    where c.customer_id = ${customer} and e.kind = 'reading' and e.verdict = 'permit' and e.verb in ('read', 'copy', 'export', 'print')
    order by e.at desc limit ${usesMost}`)
  const uses = []
  for (const { lane, index, at, verb, department } of rows) {
    const [entry] = await ctx.house.ledger.entries(lane, index, index + 1)
    const said = entry === undefined ? {} : (JSON.parse(entry.text) as { purpose?: unknown })
    uses.push({
      at: at.toISOString(),
      department: department ?? '',
      verb,
      purpose: typeof said.purpose === 'string' ? said.purpose : '',
    })
  }
  return uses
}
