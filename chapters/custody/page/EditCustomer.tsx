import { Button, Form } from 'antd'
import { useNavigate, useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  useGet,
  usePost,
  useText,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import type { FileView } from '../../use/wire.ts'
import type { CorrectionBody, FieldReply } from '../wire.ts'
import { Level, useCatalogue, useValueErrors } from './shared.tsx'
import { changesOf, ValueFields, type ValueTexts } from './ValueFields.tsx'

/** Corrects values of a file. What stands there is shown as far as this person sees it; empty boxes change nothing. */
export default function EditCustomer() {
  const { id = '' } = useParams()
  const t = useText()
  const file = useGet<FileView>(`/customers/${id}`, {}, { keep: false })
  const catalogue = useCatalogue()
  if (file.data === undefined || catalogue.loading)
    return (
      <>
        <PageHeader title={t('custody.edit.title')} />
        <ProblemNotice error={file.error ?? catalogue.error} />
        {file.error === null && <Loading rows={8} />}
      </>
    )
  return (
    <Watermark>
      <EditForm key={file.data.version} view={file.data} fields={catalogue.fields} />
    </Watermark>
  )
}

function EditForm({ view, fields }: { view: FileView; fields: readonly FieldReply[] }) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<ValueTexts>()
  const typed = Form.useWatch([], form) as ValueTexts | undefined
  const count = Object.keys(changesOf(typed ?? {})).length
  const save = usePost<CorrectionBody, { version: number }>(`/customers/${view.id}`, {
    method: 'PUT',
    onDone: () => void navigate(`/customers/${view.id}`),
  })
  useValueErrors(form, save.error)
  const shown = new Map(view.fields.map((field) => [field.id, field]))
  const present = (field: FieldReply): string => {
    const value = shown.get(field.id)
    if (value === undefined || value.sight === 'absent') return t('custody.form.absent')
    return value.sight === 'hidden'
      ? t('custody.form.hidden')
      : t('custody.form.present', { value: value.text })
  }
  const isName = (field: FieldReply): boolean =>
    field.code === (view.kind === 'person' ? 'person-name' : 'company-name')
  return (
    <>
      <PageHeader
        title={`${t('custody.edit.title')} ${view.fileNo}`}
        marks={<Level rank={view.level} />}
        hint={t('custody.edit.hint')}
        primary={
          <Button
            type="primary"
            disabled={count === 0}
            loading={save.isPending}
            onClick={() => form.submit()}
          >
            {t('custody.edit.save', { count })}
          </Button>
        }
        actions={<Button onClick={() => void navigate(`/customers/${view.id}`)}>{t('kit.cancel')}</Button>}
      />
      <ProblemNotice error={save.error} />
      <Form<ValueTexts>
        form={form}
        layout="vertical"
        scrollToFirstError
        onFinish={(values) => save.mutate({ expectedVersion: view.version, values: changesOf(values) })}
      >
        <ValueFields
          fields={fields}
          kind={view.kind}
          firstNumber={1}
          present={present}
          removable={(field) => {
            const value = shown.get(field.id)
            return value !== undefined && value.sight !== 'absent' && !isName(field)
          }}
          closed={(field) =>
            shown.get(field.id)?.way === 'clearance' ? t('custody.form.aboveClearance') : undefined
          }
        />
      </Form>
    </>
  )
}
