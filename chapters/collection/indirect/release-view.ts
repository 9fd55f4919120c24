import type { FormView, Instance } from '../../approval/index.ts'
import type { IndirectContext } from './context.ts'
import { type Quarantine, quarantineOfForm, readItems, type StoredItem } from './store/quarantine.ts'
import { readRecord } from './store/sources.ts'
import { pointTexts } from './texts.ts'
import type { Answer } from './wire.ts'

/** The figures of a check as they are approved: counts, codes and ids, no value of a customer and no name. */
export const figuresOf = (batch: Quarantine, items: readonly StoredItem[]) => ({
  number: batch.number,
  source: batch.sourceId,
  sourceVersion: batch.sourceVersion,
  sourceHash: batch.sourceHash,
  fileHash: batch.fileHash,
  customers: batch.customers,
  seed: batch.seed,
  sample: items.length,
  bad: items.filter((item) => item.verdict === 'bad').length,
  mostBad: batch.mostBad,
  conflicts: batch.conflicts,
  checklist: { ...batch.checklist },
  found: batch.report.columns.map(({ sheet, column, use, found }) => ({
    sheet,
    column,
    use,
    found: found.map(({ type, count }) => ({ type, count })),
  })),
})

const words: Readonly<Record<Answer, { zh: string; en: string }>> = {
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  'not-applicable': { zh: '不适用', en: 'Not applicable' },
}
const same = (text: string | number): { zh: string; en: string } => ({ zh: String(text), en: String(text) })

/** The form of release for page and print. */
export async function releaseView(ctx: IndirectContext, instance: Instance): Promise<FormView> {
  const snapshot = instance.snapshot as {
    readonly proposal?: string
    readonly opinion?: string
    readonly contentHash?: string
  }
  const { batch, items, source } = await ctx.house.db.read(async (r) => {
    const found = await quarantineOfForm(r, instance.id)
    if (found === undefined) return {}
    return {
      batch: found,
      items: await readItems(r, found.batchId),
      source: await readRecord(r, found.sourceId),
    }
  })
  if (batch === undefined || items === undefined) return { sections: [] }
  const found = batch.report.columns.reduce(
    (sum, one) => sum + one.found.reduce((all, { count }) => all + count, 0),
    0,
  )
  return {
    sections: [
      {
        title: { zh: '批次与来源', en: 'Batch and source' },
        rows: [
          { label: { zh: '批次号', en: 'Batch' }, value: same(batch.number) },
          { label: { zh: '来源', en: 'Source' }, value: same(source?.name ?? '—') },
          { label: { zh: '提供方', en: 'Provider' }, value: same(source?.provider ?? '—') },
          { label: { zh: '合同编号', en: 'Contract' }, value: same(source?.contractNo ?? '—') },
          { label: { zh: '来源版本', en: 'Version of the source' }, value: same(`${batch.sourceVersion} · ${batch.sourceHash.slice(0, 16)}`) },
          { label: { zh: '客户数', en: 'Customers' }, value: same(batch.customers) },
          { label: { zh: '内容摘要', en: 'Hash of the content' }, value: same(snapshot.contentHash ?? '—') },
        ],
      },
      {
        title: { zh: '核验结果', en: 'What the check found' },
        rows: [
          { label: { zh: '建议', en: 'Proposal' }, value: snapshot.proposal === 'reject' ? { zh: '退回并清除', en: 'Reject and remove' } : { zh: '放行', en: 'Release' } },
          { label: { zh: '抽样', en: 'Sample' }, value: same(`${items.length} / ${batch.customers}`) },
          { label: { zh: '不合格', en: 'Bad' }, value: same(`${items.filter((one) => one.verdict === 'bad').length} (≤ ${batch.mostBad ?? 0})`) },
          { label: { zh: '抽样种子', en: 'Seed' }, value: same(batch.seed ?? '—') },
          { label: { zh: '与在册客户相关', en: 'Pairs with customers on file' }, value: same(batch.conflicts ?? 0) },
          { label: { zh: '自由文本与未采用列中的标识符', en: 'Identifiers in free text and columns not taken' }, value: same(found) },
          { label: { zh: '核验意见', en: 'Opinion' }, value: same(snapshot.opinion ?? '') },
        ],
      },
      {
        title: { zh: '合法性核对', en: 'Lawfulness' },
        rows: Object.entries(batch.checklist).map(([code, answer]) => ({
          label: pointTexts[code] ?? same(code),
          value: words[answer],
        })),
      },
    ],
  } // prettier-ignore
}
