import { CloudUploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { bytesText, DataTable, PageHeader, Time, useText } from '../../../doors/web/ui/index.ts'
import { importStates, type ImportRow } from '../wire.ts'
import { StateTag } from './shared.tsx'

/** All imports, the newest first. */
export default function Imports() {
  const t = useText()
  const navigate = useNavigate()
  const begin = (
    <Button type="primary" icon={<CloudUploadOutlined />} onClick={() => void navigate('/imports/new')}>
      {t('collection.new.title')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('collection.imports.title')} hint={t('collection.imports.hint')} primary={begin} />
      <DataTable<ImportRow>
        name="collection.imports"
        label={t('collection.imports.title')}
        path="/imports"
        rowKey={(row) => row.id}
        rowHref={(row) => `/imports/${row.id}`}
        everySeconds={5}
        columns={[
          { key: 'fileName', title: t('collection.file'), fixed: true, render: (row) => row.fileName },
          { key: 'state', title: t('collection.state'), render: (row) => <StateTag state={row.state} /> },
          {
            key: 'rows',
            title: t('collection.rows'),
            align: 'end',
            render: (row) => row.progress.rows.toLocaleString(),
          },
          {
            key: 'customers',
            title: t('collection.customers'),
            align: 'end',
            render: (row) => row.progress.customers.toLocaleString(),
          },
          {
            key: 'errors',
            title: t('collection.problems'),
            align: 'end',
            render: (row) => (row.progress.errors + row.progress.warnings).toLocaleString(),
          },
          {
            key: 'size',
            title: t('collection.size'),
            align: 'end',
            off: true,
            render: (row) => bytesText(row.size),
          },
          { key: 'createdBy', title: t('collection.by'), render: (row) => row.createdBy },
          { key: 'createdAt', title: t('collection.at'), render: (row) => <Time at={row.createdAt} /> },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('collection.state'),
            options: importStates.map((state) => ({ value: state, label: t(`collection.state.${state}`) })),
          },
        ]}
        empty={{ title: t('collection.imports.none'), hint: t('collection.imports.noneHint'), action: begin }}
      />
    </>
  )
}
