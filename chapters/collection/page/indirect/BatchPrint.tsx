import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  useGet,
  useLanguage,
  useSession,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { QuarantineView } from '../../wire.ts'
import { Figures, Report } from './BatchPage.tsx'

/** The record of a check on paper; no file number and no value of a customer. */
export default function BatchPrint() {
  const { id = '' } = useParams()
  const t = useText()
  const { pick } = useLanguage()
  const { company } = useSession()
  const { data, error } = useGet<QuarantineView>(`/quarantine/${id}`, {}, { keep: false })
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  const plan = {
    customers: data.customers.toLocaleString(),
    size: data.sample ?? data.planned.size,
    bad: data.mostBad ?? data.planned.mostBad,
  }
  return (
    <>
      <PageHeader title={t('collection.quarantine.print')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={`${t('collection.quarantine.print')} · ${data.number}`}
        formNo="BM-R-24"
        version="A/0"
      >
        <Figures view={data} />
        <Report view={data} />
        <p>{t('collection.quarantine.plan', plan)}</p>
        <p>
          {t('collection.quarantine.seed')}: <code>{data.seed ?? '—'}</code> ·{' '}
          {t('collection.quarantine.verdict')}: {data.judged} / {data.sample ?? 0}
        </p>
        <table className="collection-table">
          <tbody>
            {data.points.map((point) => (
              <tr key={point.code}>
                <td>{pick(point.name)}</td>
                <td>
                  {data.checklist[point.code] === undefined
                    ? '—'
                    : t(`collection.answer.${data.checklist[point.code]!}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <SignaturePlace label={t('collection.quarantine.signVerifier')} name={data.verifier?.name ?? ''} />
        <SignaturePlace label={t('collection.quarantine.signSecrecy')} />
      </PrintSheet>
    </>
  )
}
