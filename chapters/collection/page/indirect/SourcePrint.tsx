import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  useGet,
  useSession,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { SourceView } from '../../wire.ts'
import { History, Record } from './SourcePage.tsx'

/** The record of a source on paper: what is on record, its papers by hash, and its history. */
export default function SourcePrint() {
  const { id = '' } = useParams()
  const t = useText()
  const { company } = useSession()
  const { data, error } = useGet<SourceView>(`/sources/${id}`)
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  return (
    <>
      <PageHeader title={t('collection.source.print')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={`${t('collection.source.print')} · ${data.name}`}
        formNo="BM-R-25"
        version="A/0"
      >
        <Record view={data} />
        <ul className="collection-papers">
          {data.files.map((file) => (
            <li key={file.id}>
              {t(`collection.source.file.${file.kind}`)} · {file.addedBy.name} · {t('collection.source.sha')}{' '}
              <code>{file.sha256}</code>
            </li>
          ))}
        </ul>
        <History steps={data.steps} />
        <SignaturePlace
          label={t('collection.source.responsible')}
          name={data.partner?.responsible?.name ?? ''}
        />
        <SignaturePlace label={t('collection.source.check')} name={data.checkedBy?.name ?? ''} />
      </PrintSheet>
    </>
  )
}
