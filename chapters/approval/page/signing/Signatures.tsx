import { apiUrl, Time, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../../wire.ts'

/** Signatures that were given with decisions. Looking at them is recorded. */
export function Signatures({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { pick } = useLanguage()
  if (form.signatures.length === 0) return null
  return (
    <section aria-label={t('approval.sign.given')}>
      <h2>{t('approval.sign.given')}</h2>
      <ul className="plain-list signatures">
        {form.signatures.map((one) => (
          <li key={one.fileId}>
            <img
              src={apiUrl(`/approvals/${form.id}/files/${one.fileId}`)}
              alt={t('approval.sign.of', { name: one.person.name })}
              loading="lazy"
            />
            <div>
              {pick(one.step)} · {one.person.name} · {t(`approval.verb.${one.verb}`)}
              {one.outdated && ` · ${t('approval.form.outdated')}`}
            </div>
            <div className="soft">
              <Time at={one.at} /> · {t(`approval.sign.${one.how}`)}
            </div>
            <div className="soft hash">{t('approval.sign.hash', { hash: one.commitment })}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type File = ApprovalReply['timeline'][number]['files'][number]

/** Files handed in with something that was said; opening one is recorded. */
export function Files({ id, files }: { id: string; files: readonly File[] }) {
  const t = useText()
  return (
    <ul className="plain-list">
      {files.map((file) => (
        <li key={file.id}>
          <a href={apiUrl(`/approvals/${id}/files/${file.id}`)} target="_blank" rel="noreferrer">
            {t('approval.files.one', {
              no: file.id.slice(-6),
              kind: kindOf(file.contentType),
              size: Math.max(1, Math.ceil(file.size / 1024)),
            })}
          </a>
        </li>
      ))}
    </ul>
  )
}

const names: readonly (readonly [string, string])[] = [
  ['pdf', 'PDF'],
  ['wordprocessingml', 'Word'],
  ['spreadsheetml', 'Excel'],
  ['presentationml', 'PowerPoint'],
  ['opendocument.text', 'ODT'],
  ['opendocument.spreadsheet', 'ODS'],
  ['text/plain', 'TXT'],
]

/** A short name of a kind of file. */
const kindOf = (contentType: string): string =>
  names.find(([part]) => contentType.includes(part))?.[1] ??
  (contentType.split('/')[1] ?? contentType).toUpperCase()
