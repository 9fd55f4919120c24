import { Button, Checkbox, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useLanguage,
  useMay,
  useText,
  type BothTexts,
  type Translate,
} from '../../../doors/web/ui/index.ts'
import type { FieldReply } from '../wire.ts'
import { bySection, Level, useCatalogue } from './shared.tsx'
import { FieldDrawer } from './FieldDrawer.tsx'

function useColumns(onEdit: ((field: FieldReply) => void) | null): TableColumnsType<FieldReply> {
  const t = useText()
  const { pick } = useLanguage()
  return [
    {
      key: 'name',
      title: t('custody.field'),
      width: 190,
      render: (_, field) => (
        <>
          {pick(field)} {field.retired && <StatusTag tone="ended">{t('custody.retired')}</StatusTag>}
          <div className="soft custody-code">{field.code}</div>
        </>
      ),
    },
    {
      key: 'level',
      title: t('custody.level'),
      width: 176,
      render: (_, field) => <Level rank={field.level} />,
    },
    {
      key: 'category',
      title: t('custody.category'),
      width: 104,
      render: (_, field) => t(`custody.category.${field.category}`),
    },
    {
      key: 'sensitive',
      title: t('custody.sensitive'),
      width: 88,
      render: (_, field) =>
        field.sensitive ? (
          <StatusTag tone="warning">{t('custody.sensitive.yes')}</StatusTag>
        ) : (
          <span className="dash">—</span>
        ),
    },
    {
      key: 'mask',
      title: t('custody.maskExample'),
      width: 176,
      render: (_, field) => (
        <>
          {field.maskExample}
          <div className="soft custody-code">{t(`custody.mask.${field.mask}`)}</div>
        </>
      ),
    },
    {
      key: 'searchable',
      title: t('custody.searchable'),
      width: 96,
      render: (_, field) => t(`custody.searchable.${field.searchable}`),
    },
    {
      key: 'appliesTo',
      title: t('custody.appliesTo'),
      width: 106,
      render: (_, field) => t(`custody.appliesTo.${field.appliesTo}`),
    },
    actsColumn(t, pick, onEdit),
  ]
}

const actsColumn = (
  t: Translate,
  pick: (texts: BothTexts) => string,
  onEdit: ((field: FieldReply) => void) | null,
): TableColumnsType<FieldReply>[number] => ({
  key: 'acts',
  title: t('custody.acts'),
  width: 148,
  render: (_, field) => (
    <span className="custody-acts">
      {onEdit !== null && (
        <Button
          type="link"
          size="small"
          aria-label={t('custody.editField', { field: pick(field) })}
          onClick={() => onEdit(field)}
        >
          {t('custody.edit')}
        </Button>
      )}
      <Link
        to={`/level-changes/new?field=${field.id}`}
        aria-label={t('custody.changeLevelOf', { field: pick(field) })}
      >
        {t('custody.changeLevel')}
      </Link>
    </span>
  ),
})

/** The data catalogue: what is kept about customers, and how each field is protected. */
export default function Catalogue() {
  const t = useText()
  const may = useMay('edit-catalogue')
  const catalogue = useCatalogue()
  const [text, setText] = useState('')
  const [retired, setRetired] = useState(false)
  const [open, setOpen] = useState<FieldReply | 'new' | null>(null)
  const columns = useColumns(may ? setOpen : null)
  const wanted = text.trim().toLowerCase()
  const shown = catalogue.fields.filter(
    (field) =>
      (retired || !field.retired) &&
      (wanted === '' || `${field.zh} ${field.en} ${field.code}`.toLowerCase().includes(wanted)),
  )
  return (
    <>
      <PageHeader
        title={t('custody.catalogue.title')}
        hint={t(may ? 'custody.catalogue.hint' : 'custody.catalogue.readOnly')}
        primary={
          may && (
            <Button type="primary" onClick={() => setOpen('new')}>
              {t('custody.catalogue.new')}
            </Button>
          )
        }
      />
      <ProblemNotice error={catalogue.error} />
      <div className="custody-tools">
        <Input.Search
          allowClear
          placeholder={t('custody.catalogue.find')}
          aria-label={t('custody.catalogue.find')}
          style={{ width: 240 }}
          onChange={(event) => setText(event.target.value)}
        />
        <Checkbox checked={retired} onChange={(event) => setRetired(event.target.checked)}>
          {t('custody.catalogue.showRetired')}
        </Checkbox>
        <span className="soft">{t('custody.catalogue.count', { count: shown.length })}</span>
      </div>
      {catalogue.loading && <Loading rows={8} />}
      {bySection(shown).map(([section, fields]) => (
        <section key={section} aria-label={t(`custody.section.${section}`)}>
          <h2 className="custody-section">{t(`custody.section.${section}`)}</h2>
          <Table<FieldReply>
            size="small"
            rowKey="id"
            pagination={false}
            columns={columns}
            dataSource={fields}
            tableLayout="fixed"
            scroll={{ x: 1075 }}
            rowClassName={(field) => (field.retired ? 'custody-retired' : '')}
          />
        </section>
      ))}
      {open !== null && <FieldDrawer field={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}
