import { StatusTag, Time, type DataColumn, type Translate } from '../../../../doors/web/ui/index.ts'
import { Level } from '../shared/levels.tsx'
import { ListCell, type CustomerRow } from './ListCell.tsx'

const plain = (text: string): React.ReactNode => (text === '' ? <span className="dash">—</span> : text)

/** Columns of the list of customers. */
export const customerColumns = (t: Translate): DataColumn<CustomerRow>[] => [
  {
    key: 'fileNo',
    title: t('use.fileNo'),
    sortable: true,
    fixed: true,
    render: (row) => <span className="identifier">{row.fileNo}</span>,
  },
  {
    key: 'name',
    title: t('use.customer'),
    fixed: true,
    render: (row) => <ListCell row={row} codes={['person-name', 'company-name']} />,
  },
  { key: 'kind', title: t('use.kind'), render: (row) => t(`use.kind.${row.kind}`) },
  {
    key: 'level',
    title: t('use.level'),
    width: 172,
    sortable: true,
    render: (row) => <Level rank={row.level} />,
  },
  {
    key: 'contact',
    title: t('use.contact'),
    off: true,
    render: (row) => <ListCell row={row} codes={['contact-name']} />,
  },
  { key: 'mobile', title: t('use.mobile'), render: (row) => <ListCell row={row} codes={['mobile']} /> },
  {
    key: 'region',
    title: t('use.region'),
    off: true,
    render: (row) => <ListCell row={row} codes={['region']} />,
  },
  {
    key: 'grade',
    title: t('use.grade'),
    render: (row) => <ListCell row={row} codes={['customer-grade']} />,
  },
  {
    key: 'marketing',
    title: t('use.marketing'),
    render: (row) =>
      row.marketingRefused ? <StatusTag tone="bad">{t('use.marketing.refused')}</StatusTag> : plain(''),
  },
  { key: 'owner', title: t('use.owner'), render: (row) => plain(row.owner) },
  { key: 'department', title: t('use.department'), render: (row) => plain(row.department), off: true },
  { key: 'updatedAt', title: t('use.updated'), sortable: true, render: (row) => <Time at={row.updatedAt} /> },
]
