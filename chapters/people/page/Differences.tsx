import { Checkbox } from 'antd'
import { DataTable, StatusTag, useText, type Tone } from '../../../doors/web/ui/index.ts'
import type { Difference } from '../wire.ts'

const tones: Record<Difference['kind'], Tone> = {
  department: 'neutral',
  joiner: 'good',
  mover: 'warning',
  change: 'neutral',
  leaver: 'bad',
}

interface Props {
  list: readonly Difference[]
  /** Keys that are left alone. */
  without: ReadonlySet<string>
  /** Absent once they are in force. */
  onToggle?: (key: string) => void
}

/** What would change, person by person and field by field, each to be taken or left. */
export function Differences({ list, without, onToggle }: Props) {
  const t = useText()
  return (
    <DataTable<Difference>
      name="people.differences"
      label={t('people.difference.title')}
      rows={list}
      rowKey={(one) => one.key}
      columns={[
        ...(onToggle === undefined
          ? []
          : [
              {
                key: 'take',
                title: t('people.difference.take'),
                fixed: true,
                width: 64,
                align: 'center' as const,
                render: (one: Difference) => (
                  <Checkbox
                    checked={!without.has(one.key) && one.problem === null}
                    disabled={one.problem !== null}
                    aria-label={`${t('people.difference.take')} ${one.name} ${one.employeeNo}`}
                    onChange={() => onToggle(one.key)}
                  />
                ),
              },
            ]),
        {
          key: 'kind',
          title: t('people.difference.kind'),
          width: 110,
          render: (one) => <StatusTag tone={tones[one.kind]}>{t(`people.difference.${one.kind}`)}</StatusTag>,
        },
        {
          key: 'who',
          title: t('people.difference.who'),
          width: 170,
          render: (one) => (one.kind === 'department' ? one.employeeNo : `${one.name} ${one.employeeNo}`),
        },
        {
          key: 'fields',
          title: t('people.difference.fields'),
          render: (one) => (
            <ul className="people-changes">
              {one.fields.map((field) => (
                <li key={field.field}>
                  {t('people.difference.of', { field: fieldName(t, one.kind, field.field) })}
                  {field.before !== null && (
                    <>
                      <del>{worded(t, field.field, field.before)}</del> →{' '}
                    </>
                  )}
                  <ins>{field.after === null ? t('people.none') : worded(t, field.field, field.after)}</ins>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
      empty={{ title: t('people.difference.none') }}
    />
  )
}

/** The name of a field; a department has another word for its name than a person. */
const fieldName = (t: ReturnType<typeof useText>, kind: Difference['kind'], field: string): string =>
  t(
    kind === 'department' && field === 'name'
      ? 'people.difference.departmentName'
      : `people.difference.field.${field}`,
  )

/** A value as people read it: kinds of employment in words, everything else as it stands. */
const worded = (t: ReturnType<typeof useText>, field: string, value: string): string =>
  field === 'employment' ? t(`people.employment.${value}`) : value
