import { FormSection, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { sectionKey } from '../shared/catalogue.ts'
import { FieldLine } from './FieldLine.tsx'
import type { FileTools } from './file-tools.ts'
import type { FileField } from './use-file.ts'

/** One section of the file. */
export function FieldTable({
  section,
  fields,
  tools,
}: {
  section: string
  fields: readonly FileField[]
  tools: FileTools
}) {
  const t = useText()
  const title = t(sectionKey(section))
  const { pick } = useLanguage()
  const collected = fields.filter((field) => field.sight !== 'absent')
  const never = fields.filter((field) => field.sight === 'absent')
  return (
    <FormSection
      title={title}
      extra={
        <span className="soft">
          {t('use.file.collected', { count: collected.length, all: fields.length })}
        </span>
      }
    >
      <table className="use-fields" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t('use.field')}</th>
            <th scope="col">{t('use.content')}</th>
            <th scope="col" className="act">
              <span className="only-read-aloud">{t('use.act')}</span>
            </th>
            <th scope="col">{t('use.level')}</th>
            <th scope="col">{t('use.because')}</th>
          </tr>
        </thead>
        <tbody>
          {collected.map((field) => (
            <FieldLine key={field.id} field={field} tools={tools} />
          ))}
          {never.length > 0 && (
            <tr className="never">
              <th scope="row">{t('kit.field.never')}</th>
              <td colSpan={4}>{never.map(pick).join(t('kit.listComma'))}</td>
            </tr>
          )}
        </tbody>
      </table>
    </FormSection>
  )
}
