import { Link } from 'react-router'
import { Loading, ProblemNotice, useGet, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { attachments, attachmentWords, type GrantDetail } from '../../wire.ts'
import { useCatalogue } from '../shared/catalogue.ts'
import { Level } from '../shared/levels.tsx'

/** Files and fields of one grant. */
export function GrantFiles({ id }: { id: string }) {
  const t = useText()
  const { pick } = useLanguage()
  const grant = useGet<GrantDetail>(`/grants/${id}`)
  const { fields } = useCatalogue()
  if (grant.error !== null) return <ProblemNotice error={grant.error} onRetry={() => void grant.refetch()} />
  if (grant.data === undefined) return <Loading rows={2} />
  const names = grant.data.fields.map((field) =>
    field === attachments ? attachmentWords : fields.find((one) => one.id === field),
  )
  return (
    <div className="use-grant-files">
      <p>
        <strong>{t('use.form.fields')}</strong>{' '}
        {names
          .map((field, place) => (field === undefined ? String(grant.data.fields[place]) : pick(field)))
          .join(t('kit.listComma'))}
      </p>
      <ul>
        {grant.data.files.map((file) => (
          <li key={file.id}>
            <Link to={`/customers/${file.id}`} className="identifier">
              {file.fileNo}
            </Link>{' '}
            <Level rank={file.level} />
          </li>
        ))}
      </ul>
    </div>
  )
}
