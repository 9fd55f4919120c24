import { useSearchParams } from 'react-router'
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
import type { ArchiveReply } from '../../wire.ts'
import { useCatalogue } from '../shared.tsx'
import { useClasses } from './classes.ts'

/** Lines on one print. */
const most = 200

/** The catalogue of files on paper: numbers, classes, parts and places; no customer's name. */
export default function ArchivePrint() {
  const t = useText()
  const { pick } = useLanguage()
  const { company } = useSession()
  const words = useClasses()
  const { levels } = useCatalogue()
  const [search] = useSearchParams()
  const branch = Object.fromEntries(
    ['type', 'category', 'year'].flatMap((name) => {
      const value = search.get(name)
      return value === null ? [] : [[name, value] as const]
    }),
  )
  const { data, error } = useGet<ArchiveReply>('/archive/files', { ...branch, size: most })
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  const level = (rank: number): string => {
    const found = levels.find((one) => one.rank === rank)
    return found === undefined ? String(rank) : pick(found)
  }
  return (
    <>
      <PageHeader title={t('custody.archive.title')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={t('custody.archive.title')}
        formNo="BM-R-05"
        version="A/0"
      >
        <p>
          {t('custody.archive.type')}: {branch['type'] === undefined ? '—' : words.type(branch['type'])} ·{' '}
          {t('custody.archive.category')}:{' '}
          {branch['category'] === undefined ? '—' : words.category(branch['category'])} ·{' '}
          {t('custody.archive.year')}: {branch['year'] ?? '—'} ·{' '}
          {t('custody.archive.count', { count: data.total })}
        </p>
        {data.total > most && <p>{t('custody.archive.cut', { count: most })}</p>}
        <table className="custody-paper">
          <thead>
            <tr>
              {['serial', 'fileNo', 'type', 'category', 'level', 'electronic', 'pages', 'places'].map(
                (key) => (
                  <th key={key} scope="col">
                    {t(`custody.archive.${key}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, place) => (
              <tr key={row.id}>
                <td>{place + 1}</td>
                <td>{row.fileNo}</td>
                <td>{words.type(row.type)}</td>
                <td>{words.category(row.category)}</td>
                <td>{level(row.level)}</td>
                <td>
                  {row.fields} / {row.attachments}
                </td>
                <td>{row.pages === 0 ? '' : row.pages}</td>
                <td>{row.places.join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <SignaturePlace label={t('custody.archive.maker')} />
        <SignaturePlace label={t('custody.archive.checker')} />
      </PrintSheet>
    </>
  )
}
