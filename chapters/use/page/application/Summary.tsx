import { KeyValue, useText } from '../../../../doors/web/ui/index.ts'
import { type Predicted, type PredictedCase, PredictedWay } from '../../../approval/page/panels.tsx'
import { useCatalogue } from '../shared/catalogue.ts'
import { ClauseLinks } from '../shared/ClauseLinks.tsx'
import { Level } from '../shared/levels.tsx'
import { highestLevel, type KnownCustomer } from './known-customers.ts'
import type { Mode, Values } from './values.ts'

const gravity: readonly Mode[] = ['read', 'copy', 'print', 'export']

/** The case of the form as it stands, for the prediction of its way; null until a customer and a field are chosen. */
export function useCase(values: Values, known: readonly KnownCustomer[]): PredictedCase | null {
  const { fields } = useCatalogue()
  const level = useHighest(values, known)
  if (level === 0) return null
  const wanted = fields.filter((field) => values.fields.includes(field.id))
  return {
    form: 'use',
    level,
    action: gravity.findLast((mode) => values.modes.includes(mode)) ?? 'read',
    customers: values.customers.length,
    categories: [...new Set(wanted.map((field) => field.category))].sort(),
  }
}

function useHighest(values: Values, known: readonly KnownCustomer[]): number {
  const { fields } = useCatalogue()
  return highestLevel(known, values.fields, new Map(fields.map((field) => [field.id, field.level])))
}

/** What is being applied for, in figures, and who will decide. */
export function Summary({
  values,
  known,
  predicted,
}: {
  values: Values
  known: readonly KnownCustomer[]
  predicted: Predicted
}) {
  const t = useText()
  const level = useHighest(values, known)
  return (
    <section className="use-side" aria-labelledby="use-summary">
      <h2 id="use-summary">{t('use.form.summary')}</h2>
      <KeyValue
        columns={1}
        items={[
          {
            label: t('use.form.customers'),
            value: t('use.form.customersOf', { count: values.customers.length }),
          },
          { label: t('use.form.fields'), value: t('use.form.countOf', { count: values.fields.length }) },
          {
            label: t('use.form.highest'),
            value: level === 0 ? <span className="dash">—</span> : <Level rank={level} />,
          },
          { label: t('use.form.until'), value: values.period[1] },
        ]}
      />
      <h2>{t('use.form.approvers')}</h2>
      {level === 0 && <p className="soft">{t('use.form.approversHint')}</p>}
      {level > 0 && <PredictedWay predicted={predicted} />}
      <p className="soft">
        {t('use.form.rules')} <ClauseLinks numbers={['4.1.1', '4.1.2', '4.2.1']} />
      </p>
    </section>
  )
}
