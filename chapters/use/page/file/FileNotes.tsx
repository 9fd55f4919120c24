import { Button } from 'antd'
import { ProblemNotice, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { LinkButton } from '../shared/LinkButton.tsx'
import type { FileTools } from './file-tools.ts'

/** What has happened to opened values, and what did not open. */
export function FileNotes({ tools }: { tools: FileTools }) {
  const t = useText()
  const { pick } = useLanguage()
  const { ended, left, view, error } = tools
  const names = view.fields.filter((field) => left.includes(field.id)).map(pick)
  return (
    <>
      <div role="status">
        {ended !== null && (
          <p className="use-note bar">
            {t(
              ended === 'expired'
                ? 'use.ended.expired'
                : ended === 'withdrawn'
                  ? 'use.ended.withdrawn'
                  : ended === 'revoked'
                    ? 'use.ended.revoked'
                    : 'use.ended.other',
            )}
          </p>
        )}
        {names.length > 0 && (
          <p className="use-note bar">{t('use.leftClosed', { fields: names.join(t('kit.listComma')) })}</p>
        )}
      </div>
      <ProblemNotice error={error} nextHref={applicationAddress(view.id, tools.chosen)} />
    </>
  )
}

/** The application form with this customer and these fields filled in. */
export const applicationAddress = (customer: string, fields: readonly number[]): string =>
  `/applications/new?customers=${customer}${fields.length === 0 ? '' : `&fields=${fields.join(',')}`}`

/** The fields put together for an application, and how many values are open. */
export function FileBar({ tools }: { tools: FileTools }) {
  const t = useText()
  const { chosen, shown, view } = tools
  if (chosen.length === 0 && shown.size === 0) return null
  return (
    <div className="batch-bar use-bar" role="toolbar" aria-label={t('use.file.bar')}>
      {chosen.length > 0 && (
        <>
          <strong>{t('use.file.chosen', { count: chosen.length })}</strong>
          <LinkButton type="primary" to={applicationAddress(view.id, chosen)}>
            {t('use.file.fillForm')}
          </LinkButton>
          <Button type="text" onClick={tools.clear}>
            {t('kit.table.unselect')}
          </Button>
        </>
      )}
      {shown.size > 0 && (
        <span className="use-open">
          {t('use.file.open', { count: shown.size })}{' '}
          <Button onClick={() => tools.hide()}>{t('use.file.hideAll')}</Button>
        </span>
      )}
    </div>
  )
}
