import { Button, Checkbox, Segmented, Select, Tabs } from 'antd'
import { StatusTag, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type {
  CheckedColumn,
  CheckedSheet,
  ColumnMapping,
  FileCheck,
  ImportOptions,
  ImportView,
  SheetMapping,
} from '../wire.ts'
import { SampleTable } from './SampleTable.tsx'
import { Level } from './shared.tsx'

interface ColumnsProps {
  view: ImportView
  check: FileCheck
  options: ImportOptions
  busy: boolean
  onChange: (options: ImportOptions) => void
  onNext: () => void
}

/** Second step: what each column is, and where it goes; a person confirms or corrects. */
export function Columns({ view, check, options, busy, onChange, onNext }: ColumnsProps) {
  const t = useText()
  const change = (sheet: SheetMapping): void =>
    onChange({ ...options, sheets: options.sheets.map((one) => (one.sheet === sheet.sheet ? sheet : one)) })
  return (
    <>
      <p className="soft">
        {t('collection.columns.format', {
          format: check.format,
          encoding: check.encoding ?? '—',
          sheets: check.sheets.length,
        })}
      </p>
      <Tabs
        items={check.sheets.map((sheet) => {
          const mapping = options.sheets.find((one) => one.sheet === sheet.sheet)
          return {
            key: sheet.sheet,
            label: `${sheet.sheet} (${sheet.rows.toLocaleString()})`,
            children: mapping && <SheetPart {...{ view, sheet, mapping }} onChange={change} />,
          }
        })}
      />
      <div className="collection-actions">
        <Button type="primary" loading={busy} onClick={onNext}>
          {t('collection.next')}
        </Button>
      </div>
    </>
  )
}

interface SheetProps {
  view: ImportView
  sheet: CheckedSheet
  mapping: SheetMapping
  onChange: (sheet: SheetMapping) => void
}

function SheetPart({ view, sheet, mapping, onChange }: SheetProps) {
  const t = useText()
  const sample = view.sample.find((one) => one.sheet === sheet.sheet)
  return (
    <>
      <div className="collection-bar">
        <Checkbox
          checked={mapping.take}
          onChange={(event) => onChange({ ...mapping, take: event.target.checked })}
        >
          {t('collection.sheet.take')}
        </Checkbox>
        <Segmented
          aria-label={t('collection.sheet.kind')}
          value={mapping.kind}
          options={(['person', 'company'] as const).map((kind) => ({
            value: kind,
            label: t(`collection.kind.${kind}`),
          }))}
          onChange={(kind) => onChange({ ...mapping, kind })}
        />
        <span className="soft">
          {t('collection.sheet.header', {
            rows: sheet.headerRows.join(', ') || t('collection.sheet.noHeader'),
            first: sheet.firstDataRow,
          })}
        </span>
        {sheet.notes.map((note) => (
          <StatusTag key={note} tone="neutral">
            {t(`collection.note.${note}`)}
          </StatusTag>
        ))}
      </div>
      {mapping.take && <ColumnTable {...{ view, sheet, mapping, onChange }} />}
      {sample !== undefined && <SampleTable sheet={sheet} sample={sample} />}
    </>
  )
}

function ColumnTable({ view, sheet, mapping, onChange }: SheetProps) {
  const t = useText()
  const change = (column: ColumnMapping): void =>
    onChange({
      ...mapping,
      columns: mapping.columns.map((one) => (one.position === column.position ? column : one)),
    })
  const heads = ['header', 'type', 'confidence', 'to', 'level', 'found']
  return (
    <div className="collection-scroll">
      <table className="collection-table" aria-label={t('collection.step.columns')}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`collection.column.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.columns.map((column) => {
            const own = mapping.columns.find((one) => one.position === column.position)
            return (
              own && (
                <ColumnLine
                  key={column.position}
                  {...{ view, column }}
                  mapping={own}
                  kind={mapping.kind}
                  onChange={change}
                />
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface LineProps {
  view: ImportView
  column: CheckedColumn
  mapping: ColumnMapping
  kind: 'person' | 'company'
  onChange: (column: ColumnMapping) => void
}

function ColumnLine({ view, column, mapping, kind, onChange }: LineProps) {
  const t = useText()
  const { pick } = useLanguage()
  const fields = view.fields.filter((field) => field.appliesTo === 'both' || field.appliesTo === kind)
  const value = mapping.target.to === 'field' ? `field:${mapping.target.field}` : mapping.target.to
  const level =
    mapping.target.to === 'field'
      ? (view.fields.find((field) => `field:${field.code}` === value)?.level ?? column.level)
      : Math.max(column.level, view.fields.find((field) => field.code === 'remark')?.level ?? 1)
  const choose = (to: string): void =>
    onChange({
      ...mapping,
      target: to === 'skip' || to === 'remark' ? { to } : { to: 'field', field: to.slice('field:'.length) },
    })
  return (
    <tr>
      <th scope="row">{column.header}</th>
      <td>
        {t(`collection.type.${column.type}`)}
        <span className="soft collection-reasons">
          {column.reasons.map((reason) => t(`collection.reason.${reason}`)).join(t('kit.listComma'))}
        </span>
      </td>
      <td>
        <StatusTag tone={column.confidence >= 0.7 ? 'good' : 'warning'}>
          {Math.round(column.confidence * 100)}%
        </StatusTag>
      </td>
      <td>
        <Select
          className="collection-target"
          aria-label={`${column.header} ${t('collection.column.to')}`}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          onChange={choose}
          options={[
            { value: 'skip', label: t('collection.to.skip') },
            { value: 'remark', label: t('collection.to.remark') },
            ...fields.map((field) => ({ value: `field:${field.code}`, label: pick(field) })),
          ]}
        />
      </td>
      <td>
        {mapping.target.to !== 'skip' && <LevelChoice {...{ view, column, mapping, level, onChange }} />}
      </td>
      <td className="collection-found">
        {column.findings
          .map(({ type, count }) => `${t(`collection.type.${type}`)} ${count}`)
          .join(t('kit.listComma'))}
        {column.findings.length > 0 && mapping.target.to !== 'skip' && (
          <Checkbox
            checked={mapping.extract}
            onChange={(event) => onChange({ ...mapping, extract: event.target.checked })}
          >
            {t('collection.column.extract')}
          </Checkbox>
        )}
      </td>
    </tr>
  )
}

interface LevelProps extends Omit<LineProps, 'kind'> {
  level: number
}

/** The catalogue's level, which an import may raise and never lower. */
function LevelChoice({ view, column, mapping, level, onChange }: LevelProps) {
  const t = useText()
  const set = (rank: number): void => {
    const { raiseTo: _, ...rest } = mapping
    onChange(rank > level ? { ...rest, raiseTo: rank } : rest)
  }
  const higher = view.levels.filter((one) => one.rank >= level)
  return (
    <>
      <Select
        className="collection-level"
        aria-label={`${column.header} ${t('collection.column.level')}`}
        value={Math.max(level, mapping.raiseTo ?? 0)}
        onChange={set}
        options={higher.map((one) => ({ value: one.rank, label: <Level view={view} rank={one.rank} /> }))}
      />
      {column.suggestedRaise !== null && (mapping.raiseTo ?? level) < column.suggestedRaise && (
        <Button type="link" size="small" onClick={() => set(column.suggestedRaise ?? level)}>
          {t('collection.column.raise')}
        </Button>
      )}
    </>
  )
}
