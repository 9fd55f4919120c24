import { type Context, fileOf, type FormInstance, type LevelChangeView } from '../context.ts'
import { kindWords } from '../desk/levels.ts'
import { type LevelChangeRow, levelChangeOf } from '../store/levels.ts'

/** Form 20 for page and print: levels, subject and reason; no value of the customer. */
export async function levelChangeView(context: Context, instance: FormInstance): Promise<LevelChangeView> {
  const change = await context.house.db.read((r) => levelChangeOf(r, instance.id))
  if (change === undefined) return { sections: [] }
  const catalogue = await context.catalogue()
  const level = (rank: number) => {
    const found = catalogue.levels.get(rank)
    return { zh: found?.zh ?? String(rank), en: found?.en ?? String(rank) }
  }
  const field = change.fieldId === null ? undefined : catalogue.fields.get(change.fieldId)
  const fileNo =
    change.customerId === null
      ? undefined
      : (await fileOf(context, change.customerId).catch(() => undefined))?.material.head.fileNo
  const same = (text: string) => ({ zh: text, en: text })
  return {
    sections: [
      {
        title: { zh: '变更对象', en: 'Subject' },
        rows: [
          {
            label: { zh: '客户档号', en: 'Customer file' },
            value:
              change.customerId === null
                ? { zh: '全部客户（数据目录）', en: 'All customers (catalogue)' }
                : same(fileNo ?? '—'),
            kind: 'customers',
          },
          {
            label: { zh: '字段', en: 'Field' },
            value:
              field === undefined ? { zh: '整份档案', en: 'The whole file' } : { zh: field.zh, en: field.en },
          },
        ],
      },
      {
        title: kindWords[change.kind],
        rows: [
          { label: { zh: '原密级', en: 'Present level' }, value: level(change.fromLevel), kind: 'level' },
          { label: { zh: '拟定密级', en: 'Proposed level' }, value: level(change.toLevel), kind: 'level' },
          { label: { zh: '保密期限', en: 'Term of secrecy' }, value: termWords(change) },
          {
            label: { zh: '知悉范围', en: 'Who may know' },
            value: same(change.scope === '' ? '—' : change.scope),
          },
          { label: { zh: '理由', en: 'Reason' }, value: same(change.reason) },
        ],
      },
    ],
  }
}

/** A term in words, as it stands on the form. */
export function termWords({ years, openTerm }: Pick<LevelChangeRow, 'years' | 'openTerm'>): {
  readonly zh: string
  readonly en: string
} {
  if (years !== null) return { zh: `${years} 年`, en: `${years} ${years === 1 ? 'year' : 'years'}` }
  if (openTerm === 'long-term') return { zh: '长期', en: 'long-term' }
  if (openTerm === 'until-published') return { zh: '公布前', en: 'until published' }
  return { zh: '无期限要求', en: 'no term' }
}
