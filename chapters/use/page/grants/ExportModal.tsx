import { Button, Modal, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import {
  download,
  Loading,
  ProblemNotice,
  useGet,
  useLanguage,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { attachments, type ExportBody, type GrantDetail } from '../../wire.ts'
import { useCatalogue } from '../shared/catalogue.ts'
import { inDialog } from '../shared/dialog-popups.ts'
import { useLevels } from '../shared/levels.tsx'

type Mode = ExportBody['mode']

function Choice<Value extends string>(props: {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  const id = useId()
  return (
    <div className="use-field">
      <span className="field-label" id={id}>
        {props.label}
      </span>
      <Radio.Group
        aria-labelledby={id}
        value={props.value}
        options={props.options}
        onChange={(event) => {
          const chosen = props.options.find((one) => one.value === event.target.value)
          if (chosen !== undefined) props.onChange(chosen.value)
        }}
      />
    </div>
  )
}

function Several<Value extends string | number>(props: {
  label: string
  value: Value[]
  options: { value: Value; label: string }[]
  onChange: (value: Value[]) => void
}) {
  const t = useText()
  const id = useId()
  return (
    <div className="use-field">
      <label className="field-label" htmlFor={id}>
        {props.label}{' '}
        <Button
          type="link"
          size="small"
          onClick={() => props.onChange(props.options.map((one) => one.value))}
        >
          {t('use.export.all')}
        </Button>
      </label>
      <Select<Value[]>
        id={id}
        className="picker"
        getPopupContainer={inDialog}
        mode="multiple"
        maxTagCount={6}
        showSearch={{ optionFilterProp: 'label' }}
        value={props.value}
        options={props.options}
        onChange={props.onChange}
      />
    </div>
  )
}

/** The most files one export may hold: that of the highest level among the files and the fields taken out. */
function useRowCap(
  grant: GrantDetail,
  customers: readonly string[],
  fields: readonly number[],
): number | null {
  const levels = useLevels()
  const catalogue = useCatalogue().fields
  const rank = Math.max(
    0,
    ...grant.files.flatMap((file) => (customers.includes(file.id) ? file.level : [])),
    ...catalogue.flatMap((field) => (fields.includes(field.id) ? field.level : [])),
  )
  return levels.find((level) => level.rank === rank)?.exportRowsMax ?? null
}

function ExportForm({ grant, onClose }: { grant: GrantDetail; onClose: () => void }) {
  const t = useText()
  const { pick, language } = useLanguage()
  const catalogue = useCatalogue()
  const refresh = useRefresh()
  const modes = (['export', 'print'] as const).filter((mode) => grant.modes.includes(mode))
  const [mode, setMode] = useState<Mode>(modes[0] ?? 'export')
  const [format, setFormat] = useState<ExportBody['format']>('xlsx')
  const [customers, setCustomers] = useState(grant.files.map((file) => file.id))
  const takeable = grant.fields.filter((id) => id !== attachments)
  const [fields, setFields] = useState(takeable)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const cap = useRowCap(grant, customers, fields)
  const tooMany = cap !== null && customers.length > cap
  const run = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const body = { grant: grant.id, mode, format, customers, fields, language } satisfies ExportBody
      await download('/exports', body, `${grant.number}.${mode === 'print' ? 'pdf' : format}`)
      await refresh(['/exports', '/grants'])
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const word = (id: number): string => {
    const field = catalogue.fields.find((one) => one.id === id)
    return field === undefined ? String(id) : pick(field)
  }
  return (
    <>
      <Choice
        label={t('use.form.modes')}
        value={mode}
        options={modes.map((value) => ({ value, label: t(`use.export.${value}`) }))}
        onChange={setMode}
      />
      {mode === 'export' && (
        <Choice
          label={t('use.export.format')}
          value={format}
          options={[
            { value: 'xlsx', label: t('use.export.xlsx') },
            { value: 'csv', label: t('use.export.csv') },
          ]}
          onChange={setFormat}
        />
      )}
      <Several
        label={t('use.form.customers')}
        value={customers}
        options={grant.files.map((file) => ({ value: file.id, label: file.fileNo }))}
        onChange={setCustomers}
      />
      <Several
        label={t('use.form.fields')}
        value={fields}
        options={takeable.map((id) => ({ value: id, label: word(id) }))}
        onChange={setFields}
      />
      <p className={tooMany ? 'field-error' : 'soft'} role="status">
        {cap !== null && t('use.export.cap', { count: customers.length, cap })}
      </p>
      <p className="soft use-foot">{t('use.export.recorded')}</p>
      <ProblemNotice error={error} />
      <div className="use-buttons">
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
        <Button
          type="primary"
          loading={busy}
          disabled={customers.length === 0 || fields.length === 0 || tooMany}
          onClick={() => void run()}
        >
          {t('use.export.go')}
        </Button>
      </div>
    </>
  )
}

/** Takes data out under a grant: which files, which fields, as what. */
export function ExportModal({ id, onClose }: { id: string | null; onClose: () => void }) {
  const t = useText()
  const grant = useGet<GrantDetail>(id === null ? null : `/grants/${id}`)
  return (
    <Modal
      open={id !== null}
      title={t('use.export.title')}
      footer={null}
      width={560}
      destroyOnHidden
      onCancel={onClose}
    >
      <ProblemNotice error={grant.error} onRetry={() => void grant.refetch()} />
      {grant.data === undefined || id === null ? (
        grant.error === null && <Loading rows={4} />
      ) : (
        <ExportForm key={id} grant={grant.data} onClose={onClose} />
      )}
    </Modal>
  )
}
