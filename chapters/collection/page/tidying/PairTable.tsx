import { Button, Radio } from 'antd'
import { useState } from 'react'
import {
  FieldValue,
  type FieldState,
  ProblemNotice,
  StatusTag,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { DuplicateRow, DuplicateSide } from '../../wire.ts'
import { MergeConfirm } from '../MergeConfirm.tsx'

type Which = 'older' | 'newer'
const sides: readonly Which[] = ['older', 'newer']
interface Decision {
  decision: 'merge' | 'keep'
  stays?: string
  take?: number[]
}

/** Two files side by side: which stays, and whose value is kept where both have one that differs. */
export function PairTable({ row }: { row: DuplicateRow }) {
  const t = useText()
  const { pick } = useLanguage()
  const [asking, setAsking] = useState(false)
  const [stays, setStays] = useState<Which>('older')
  const [kept, setKept] = useState<ReadonlyMap<number, Which>>(new Map())
  const decide = usePost<Decision>(`/duplicates/${row.id}/decide`, { refresh: ['/duplicates', '/merges'] })
  const fields = new Map([...row.older.fields, ...row.newer.fields].map((field) => [field.code, field]))
  const open = row.state === 'open'
  const take = row.differs.filter((id) => (kept.get(id) ?? stays) !== stays)
  return (
    <section>
      {open && <p className="soft">{t('collection.tidying.pair.choose')}</p>}
      <table className="collection-table" aria-label={t('collection.duplicates.side')}>
        <thead>
          <tr>
            <th scope="col">{t('collection.duplicates.field')}</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {t(`collection.duplicates.${side}`)} {row[side].fileNo}{' '}
                {open && (
                  <Radio
                    name={`stays-${row.id}`}
                    checked={stays === side}
                    onChange={() => setStays(side)}
                    aria-label={`${t('collection.tidying.pair.stays')} ${row[side].fileNo}`}
                  >
                    {t('collection.tidying.pair.stays')}
                  </Radio>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...fields.values()].map((field) => (
            <tr key={field.code}>
              <th scope="row">
                {pick(field)}{' '}
                {row.differs.includes(field.id) && (
                  <StatusTag tone="warning">{t('collection.tidying.pair.differs')}</StatusTag>
                )}
              </th>
              {sides.map((side) => (
                <td key={side}>
                  <FieldValue label={pick(field)} value={stateOf(row[side], field.code)} />
                  {open && row.differs.includes(field.id) && (
                    <Radio
                      name={`take-${row.id}-${field.id}`}
                      checked={(kept.get(field.id) ?? stays) === side}
                      onChange={() => setKept(new Map(kept).set(field.id, side))}
                      aria-label={t('collection.tidying.pair.takeOf', {
                        field: pick(field),
                        file: row[side].fileNo,
                      })}
                    >
                      {t('collection.tidying.pair.take')}
                    </Radio>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemNotice error={asking ? null : decide.error} />
      {open && (
        <div className="collection-actions">
          <Button type="primary" loading={decide.isPending} onClick={() => setAsking(true)}>
            {t('collection.decide.merge')}…
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate({ decision: 'keep' })}>
            {t('collection.decide.keep')}
          </Button>
          <span className="soft">{t('collection.decide.hint')}</span>
        </div>
      )}
      <MergeConfirm
        rows={asking ? [stays === 'older' ? row : { ...row, older: row.newer, newer: row.older }] : null}
        onConfirm={() => decide.mutateAsync({ decision: 'merge', stays: row[stays].customer, take })}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}

function stateOf(side: DuplicateSide, code: string): FieldState {
  const field = side.fields.find((one) => one.code === code)
  if (field === undefined || field.sight === 'absent') return { state: 'never' }
  if (field.sight === 'hidden') return { state: 'hidden' }
  return { state: field.sight === 'full' ? 'shown' : 'masked', text: field.text }
}
