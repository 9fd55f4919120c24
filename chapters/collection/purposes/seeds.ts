import { sql, type Writer } from '../../../floor/database/index.ts'
import type { Afterwards } from './wire.ts'
import type { LegalBasis } from '../wire/basis.ts'

interface PurposeSeed {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly legalBasis: LegalBasis
  readonly retentionMonths: number | null
  readonly afterwards: Afterwards
  /** Codes of catalogue fields it does not need; all others it needs. */
  readonly without: readonly string[]
}

const bank = ['bank-name', 'bank-card', 'bank-account']
const margins = ['floor-price', 'cost', 'margin']
const secrets = ['technical', 'trade-secret']

/**
 * The purposes a new company starts with; the register is the tenant's afterwards. They need nearly everything on
 * purpose: it is for the company to say less. Invoices are kept ten years as vouchers are (Accounting Archives Rules
 * 2015, annex 1, ledgers and vouchers 30, other records 10), complaints three years (limitation, Civil Code 188).
 */
export const purposeSeeds: readonly PurposeSeed[] = [
  { code: 'service', zh: '售后服务', en: 'After-sales service', legalBasis: 'contract', retentionMonths: null, afterwards: 'delete', without: [] },
  { code: 'complaint', zh: '投诉处理', en: 'Handling a complaint', legalBasis: 'statutory-duty', retentionMonths: 36, afterwards: 'delete', without: [] },
  { code: 'contract', zh: '合同签订与履行', en: 'Concluding and performing a contract', legalBasis: 'contract', retentionMonths: null, afterwards: 'restrict', without: [] },
  { code: 'visit', zh: '客户拜访与跟进', en: 'Visiting and following up', legalBasis: 'consent', retentionMonths: 24, afterwards: 'delete', without: [...bank, ...margins, ...secrets, 'passport'] },
  { code: 'billing', zh: '开票与对账', en: 'Invoicing and reconciliation', legalBasis: 'statutory-duty', retentionMonths: 120, afterwards: 'restrict', without: [...margins, ...secrets] },
  { code: 'delivery', zh: '交付与物流', en: 'Delivery', legalBasis: 'contract', retentionMonths: 24, afterwards: 'delete', without: [...bank, ...margins, ...secrets, 'birth-date', 'gender'] },
  { code: 'audit', zh: '内部审计与检查', en: 'Internal audit and inspection', legalBasis: 'statutory-duty', retentionMonths: 120, afterwards: 'restrict', without: [] },
  { code: 'legal', zh: '法律事务', en: 'Legal affairs', legalBasis: 'statutory-duty', retentionMonths: null, afterwards: 'restrict', without: [] },
] // prettier-ignore

/**
 * Puts the preset purposes on the register, and describes those that nobody has described or touched yet. Before there
 * is a company there is no catalogue, and nothing to describe them by; doing it twice changes nothing.
 */
export async function seedPurposes(w: Writer): Promise<void> {
  let touched = 0
  for (const [sort, seed] of purposeSeeds.entries()) {
    touched += await w.run(sql`
      insert into collection.purpose (code, zh, en, sort, legal_basis, retention_months, afterwards)
      values (${seed.code}, ${seed.zh}, ${seed.en}, ${sort}, ${seed.legalBasis}, ${seed.retentionMonths}, ${seed.afterwards})
      on conflict do nothing`)
    const described = await w.run(sql`
      insert into collection.purpose_field (purpose, field_id)
      select ${seed.code}, f.id from custody.field f
      where f.retired_at is null and f.code <> all(${[...seed.without]}::text[])
        and not exists (select from collection.purpose_field d where d.purpose = ${seed.code})
        and not exists (select from collection.purpose p where p.code = ${seed.code} and p.version > 1)
        and not exists (select from collection.purpose_change c where c.purpose = ${seed.code})`)
    // One that an earlier version of the program left undescribed has no basis or term of its own either.
    if (described > 0)
      await w.run(sql`
        update collection.purpose set legal_basis = ${seed.legalBasis}, retention_months = ${seed.retentionMonths},
          afterwards = ${seed.afterwards} where code = ${seed.code}`)
    touched += described
  }
  if (touched > 0) await w.run(sql`update collection.purpose_register set version = version + 1`)
}
