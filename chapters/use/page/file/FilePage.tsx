import { PrinterOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { Suspense, useCallback, useEffect, type ReactNode } from 'react'
import { useParams, useSearchParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  SideBySide,
  StatusTag,
  useOpenFiles,
  usePages,
  usePerson,
  useText,
  Watermark,
} from '../../../../doors/web/ui/index.ts'
import { attachments, type FileView } from '../../wire.ts'
import { bySection } from '../shared/catalogue.ts'
import { Level } from '../shared/levels.tsx'
import { LinkButton } from '../shared/LinkButton.tsx'
import { applicationAddress, FileBar, FileNotes } from './FileNotes.tsx'
import { FileSide } from './FileSide.tsx'
import { FieldTable } from './FieldTable.tsx'
import { useFileTools, type FileTools } from './file-tools.ts'
import { ConsentPanel, CustodyPanel, FileMark, hasPanels, QualityPanel } from './panels.tsx'
import { RecordsPanel } from './RecordsPanel.tsx'
import { RevealModal } from './RevealModal.tsx'
import { useFile } from './use-file.ts'
import { WhoPanel } from './WhoPanel.tsx'

/** The customer's name as far as this person sees it. */
const nameOf = (view: FileView): string =>
  view.fields.find((field) => field.code === 'person-name' || field.code === 'company-name')?.text ?? ''

function Fields({ tools }: { tools: FileTools }) {
  const { view } = tools
  return (
    <SideBySide
      sideWidth={272}
      main={
        <>
          <FileMark rank={view.whole} />
          <FileNotes tools={tools} />
          {bySection(view.fields).map(([section, fields]) => (
            <FieldTable key={section} section={section} fields={fields} tools={tools} />
          ))}
          <FileBar tools={tools} />
          <RevealModal
            field={tools.asked}
            choices={view.fields.filter((field) => field.way === 'reason')}
            reason={tools.reason}
            onOpen={tools.openReason}
            onClose={tools.stopAsking}
          />
        </>
      }
      side={<FileSide tools={tools} />}
    />
  )
}

function Head({ tools }: { tools: FileTools }) {
  const t = useText()
  const pages = usePages()
  const { view, chosen } = tools
  const name = nameOf(view)
  const edit = pages.some((page) => page.path === '/customers/:id/edit')
  const changes = pages.some((page) => page.path === '/level-changes/new')
  return (
    <PageHeader
      title={name === '' ? view.fileNo : `${view.fileNo} ${name}`}
      tabTitle={view.fileNo}
      marks={
        <>
          <Level rank={view.whole} />
          {view.status !== 'active' && <StatusTag tone="ended">{t(`use.status.${view.status}`)}</StatusTag>}
        </>
      }
      hint={t('use.file.hint')}
      actions={
        <>
          <Button icon={<PrinterOutlined aria-hidden="true" />} onClick={() => window.print()}>
            {t('use.file.print')}
          </Button>
          {view.may.changeLevel && changes && (
            <LinkButton to={`/level-changes/new?customer=${view.id}`}>{t('use.file.changeLevel')}</LinkButton>
          )}
          {view.may.write && edit && (
            <LinkButton to={`/customers/${view.id}/edit`}>{t('use.file.correct')}</LinkButton>
          )}
        </>
      }
      primary={
        view.may.apply && (
          <LinkButton type="primary" to={applicationAddress(view.id, chosen)}>
            {t('use.apply')}
          </LinkButton>
        )
      }
    />
  )
}

function OpenFile({ view, again }: { view: FileView; again: () => void }) {
  const t = useText()
  const tools = useFileTools(view)
  const [query, setQuery] = useSearchParams()
  const { open } = useOpenFiles()
  const { ended } = tools
  useEffect(() => {
    if (ended !== null && ended !== 'expired') again()
  }, [ended, again])
  const name = nameOf(view)
  useEffect(() => open({ id: view.id, fileNo: view.fileNo, name }), [open, view.id, view.fileNo, name])
  const tab = (key: string, children: ReactNode) => ({ key, label: t(`use.tab.${key}`), children })
  const items = [
    tab('fields', <Fields tools={tools} />),
    ...(hasPanels
      ? [
          tab(
            'attachments',
            <CustodyPanel
              name="AttachmentsPanel"
              customerId={view.id}
              mayAttach={view.may.attach}
              grants={view.grants.filter((grant) => grant.fields.includes(attachments))}
            />,
          ),
          tab('origins', <CustodyPanel name="OriginsPanel" customerId={view.id} />),
          tab('parts', <CustodyPanel name="PartsPanel" customerId={view.id} />),
          tab('history', <CustodyPanel name="HistoryPanel" customerId={view.id} />),
        ]
      : []),
    ...(ConsentPanel === null
      ? []
      : [
          tab(
            'consent',
            <Suspense fallback={<Loading rows={4} />}>
              <ConsentPanel customerId={view.id} />
            </Suspense>,
          ),
        ]),
    tab(
      'quality',
      <Suspense fallback={<Loading rows={4} />}>
        <QualityPanel customerId={view.id} />
      </Suspense>,
    ),
    tab('who', <WhoPanel customer={view.id} />),
  ]
  const wanted = query.get('tab') ?? 'fields'
  return (
    <>
      <Head tools={tools} />
      <Tabs
        className="use-tabs"
        destroyOnHidden
        activeKey={items.some((item) => item.key === wanted) ? wanted : 'fields'}
        items={items}
        onChange={(key) => setQuery(key === 'fields' ? {} : { tab: key }, { replace: true })}
      />
    </>
  )
}

/** One customer's file. It opens masked. */
export default function FilePage() {
  const t = useText()
  const { customerId = '' } = useParams()
  const file = useFile(customerId)
  const { refetch } = file
  const { roles } = usePerson()
  const again = useCallback(() => void refetch(), [refetch])
  if (file.error !== null)
    return (
      <>
        <PageHeader title={t('use.file.title')} />
        <ProblemNotice error={file.error} nextHref={applicationAddress(customerId, [])} onRetry={again} />
        {roles.includes('audit-admin') && (
          <>
            <h2>{t('use.tab.records')}</h2>
            <RecordsPanel customer={customerId} />
          </>
        )}
      </>
    )
  if (file.data === undefined) return <Loading />
  return (
    <Watermark>
      <OpenFile view={file.data} again={again} />
    </Watermark>
  )
}
