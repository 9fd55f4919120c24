import { Button, DatePicker, Form, Input } from 'antd'
import {
  CustomerPicker,
  DraftForm,
  DraftNote,
  FilePick,
  FormSection,
  PageHeader,
  PersonPicker,
  useDraft,
  useText,
} from '../ui/index.ts'

interface Values {
  purpose: string
  person: string | null
  customers: string[]
}

/** A form that saves itself. */
export function FormPage() {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>({
    name: 'gallery.form',
    initial: { purpose: '', person: null, customers: [] },
    path: '/drafts/1',
  })
  return (
    <>
      <PageHeader
        title={t('g.formTitle')}
        hint={<DraftNote state={draft.state} />}
        primary={
          <Button type="primary" onClick={() => form.submit()}>
            {t('g.new')}
          </Button>
        }
      />
      <DraftForm form={form} draft={draft} onSubmit={() => undefined}>
        <FormSection number="1" title={t('g.purpose')}>
          <Form.Item name="purpose" label={t('g.purpose')} rules={[{ required: true }]}>
            <Input.TextArea rows={2} />
          </Form.Item>
          <Form.Item name="days" label={t('g.days')}>
            <DatePicker.RangePicker />
          </Form.Item>
        </FormSection>
        <FormSection number="2" title={t('g.customer')} hint={t('g.hint')}>
          <Form.Item name="person" label={t('g.person')}>
            <PersonPicker known={[{ id: 'p1', label: '陈晓', note: '1024' }]} />
          </Form.Item>
          <Form.Item name="customers" label={t('g.customer')}>
            <CustomerPicker multiple />
          </Form.Item>
        </FormSection>
      </DraftForm>
      <FilePick accept={['.xlsx', '.csv']} largestBytes={50_000_000} onPick={() => undefined} />
    </>
  )
}
