import { KeyValue, useText } from '../../../../doors/web/ui/index.ts'
import { PredictedWay } from '../../../approval/page/panels.tsx'
import { useCatalogue } from '../shared/catalogue.ts'
import { ClauseLinks } from '../shared/ClauseLinks.tsx'
import { Level } from '../shared/levels.tsx'
import { highestLevel, type KnownCustomer } from './known-customers.ts'
import type { Mode, Values } from './values.ts'

const gravity: readonly Mode[] = ['read', 'copy', 'print', 'export']

/** What is being applied for, in figures, and who will decide. */
export function Summary({ values, known }: { values: Values; known: readonly KnownCustomer[] }) {
  const t = useText()
  const { fields } = useCatalogue()
  const ranks = new Map(fields.map((field) => [field.id, field.level]))
  const wanted = fields.filter((field) => values.fields.includes(field.id))
  const action = gravity.findLast((mode) => values.modes.includes(mode)) ?? 'read'
  const level = highestLevel(known, values.fields, ranks)
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
      {level > 0 && (
        <PredictedWay
          form="use"
          level={level}
          action={action}
          customers={values.customers.length}
          categories={[...new Set(wanted.map((field) => field.category))].sort()}
        />
      )}
      <p className="soft">
        {t('use.form.rules')} <ClauseLinks numbers={['4.1.1', '4.1.2', '4.2.1']} />
      </p>
    </section>
  )
}
