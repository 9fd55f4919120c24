import { Button, Checkbox, Form, Radio, Select } from 'antd'
import { Link } from 'react-router'
import { FormSection, PersonPicker, useGet, usePerson, useText } from '../../../doors/web/ui/index.ts'
import { legalBasisCodes, type ImportOptions, type ImportView, type SourceRow } from '../wire.ts'
import { PurposeChoice } from './purposes/PurposeChoice.tsx'
import { Level } from './shared.tsx'

interface OptionsProps {
  view: ImportView
  options: ImportOptions
  busy: boolean
  onChange: (options: ImportOptions) => void
  onNext: () => void
}

/** Third step: where it comes from, on which legal basis, who answers for it, and what happens to duplicates. */
export function Options({ view, options, busy, onChange, onNext }: OptionsProps) {
  const t = useText()
  const missing =
    options.source === undefined || options.legalBasis === undefined || options.purposes.length === 0
  return (
    <Form layout="vertical" className="collection-form" onFinish={onNext}>
      <FormSection
        number="1"
        title={t('collection.options.origin')}
        hint={t('collection.options.originHint')}
      >
        <Origin options={options} onChange={onChange} />
      </FormSection>
      <FormSection number="2" title={t('collection.options.owner')}>
        <Owner options={options} onChange={onChange} />
      </FormSection>
      <FormSection number="3" title={t('collection.options.rest')}>
        <Form.Item label={t('collection.options.level')} extra={t('collection.options.levelHint')}>
          <Select
            aria-label={t('collection.options.level')}
            value={options.level}
            onChange={(level) => onChange({ ...options, level })}
            options={view.levels.map((one) => ({
              value: one.rank,
              label: <Level view={view} rank={one.rank} />,
            }))}
          />
        </Form.Item>
        <Form.Item label={t('collection.options.duplicates')}>
          <Radio.Group
            value={options.duplicates}
            onChange={(event) =>
              onChange({ ...options, duplicates: event.target.value === 'skip' ? 'skip' : 'file' })
            }
            options={(['file', 'skip'] as const).map((value) => ({
              value,
              label: t(`collection.duplicates.${value}`),
            }))}
          />
        </Form.Item>
        <Checkbox
          checked={options.raiseHidden}
          onChange={(event) => onChange({ ...options, raiseHidden: event.target.checked })}
        >
          {t('collection.options.raiseHidden')}
        </Checkbox>
        <br />
        <Checkbox
          checked={options.readRefusals}
          onChange={(event) => onChange({ ...options, readRefusals: event.target.checked })}
        >
          {t('collection.options.refusals')}
        </Checkbox>
      </FormSection>
      <div className="collection-actions">
        <Button type="primary" htmlType="submit" loading={busy} disabled={missing}>
          {t('collection.options.next')}
        </Button>
        {missing && <span className="soft">{t('collection.options.missing')}</span>}
      </div>
    </Form>
  )
}

type PartProps = Pick<OptionsProps, 'options' | 'onChange'>

function Origin({ options, onChange }: PartProps) {
  const t = useText()
  const sources = useGet<{ rows: SourceRow[] }>('/sources', { size: 200 }, { keep: false })
  const open = (sources.data?.rows ?? []).filter((source) => source.closedAt === null)
  const choose = (id: string): void => {
    const basis = open.find((source) => source.id === id)?.legalBasis
    const known = legalBasisCodes.find((code) => code === basis)
    onChange({ ...options, source: id, ...(known === undefined ? {} : { legalBasis: known }) })
  }
  return (
    <>
      <Form.Item
        label={t('collection.options.source')}
        required
        extra={
          // In a tab of its own: what is filled in here stays, and the list is read again on coming back.
          <Link to="/sources" target="_blank">
            {t('collection.options.newSource')}
          </Link>
        }
      >
        <Select
          aria-label={t('collection.options.source')}
          value={options.source ?? null}
          loading={sources.isPending}
          placeholder={t('collection.options.chooseSource')}
          onChange={choose}
          options={open.map((source) => ({
            value: source.id,
            label: `${source.name} · ${t(`collection.sourceKind.${source.kind}`)}`,
          }))}
        />
      </Form.Item>
      <Form.Item label={t('collection.options.basis')} required>
        <Select
          aria-label={t('collection.options.basis')}
          value={options.legalBasis ?? null}
          placeholder={t('collection.options.chooseBasis')}
          onChange={(legalBasis) => legalBasis !== null && onChange({ ...options, legalBasis })}
          options={legalBasisCodes.map((code) => ({ value: code, label: t(`collection.basis.${code}`) }))}
        />
      </Form.Item>
      <Form.Item
        label={t('collection.options.purposes')}
        required
        extra={t('collection.options.purposesHint')}
      >
        <PurposeChoice
          label={t('collection.options.purposes')}
          value={options.purposes}
          onChange={(purposes) => onChange({ ...options, purposes })}
        />
      </Form.Item>
    </>
  )
}

function Owner({ options, onChange }: PartProps) {
  const t = useText()
  const { owner } = options
  const me = usePerson()
  return (
    <>
      <Checkbox
        checked={owner.column}
        onChange={(event) => onChange({ ...options, owner: { ...owner, column: event.target.checked } })}
      >
        {t('collection.options.ownerColumn')}
      </Checkbox>
      <Form.Item label={t('collection.options.ownerPerson')} extra={t('collection.options.ownerHint')}>
        <PersonPicker
          label={t('collection.options.ownerPerson')}
          value={owner.person ?? null}
          known={me === null ? [] : [{ id: me.id, label: me.name, note: me.employeeNo }]}
          onChange={(person) =>
            onChange({
              ...options,
              owner: { column: owner.column, ...(typeof person === 'string' ? { person } : {}) },
            })
          }
        />
      </Form.Item>
    </>
  )
}
