import { App, Button, Form, Input } from 'antd'
import { useNavigate } from 'react-router'
import {
  PageHeader,
  ProblemNotice,
  usePerson,
  usePost,
  useRefresh,
  useText,
} from '../../../doors/web/ui/index.ts'
import { StrengthMeter } from './StrengthMeter.tsx'
import './people.css'

interface Values {
  current: string
  next: string
  again: string
}

/** Changes the own password; with a one-time password this is the only page there is. */
export default function Password() {
  const t = useText()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const { changeReason, employeeNo } = usePerson()
  const [form] = Form.useForm<Values>()
  const next = Form.useWatch('next', form) ?? ''
  const change = usePost<{ current: string; next: string }>('/session/password', {
    onDone: () => {
      form.resetFields()
      void message.success(t('people.password.done'))
      // The door sends everybody back here who must change a password, as long as it has not heard that it is changed.
      void refresh(['/session']).then(() => navigate('/'))
    },
  })
  const required = { required: true, message: t('people.required') }
  return (
    <div className="people-narrow">
      <PageHeader
        title={t(changeReason !== null ? 'people.password.first' : 'people.password.title')}
        hint={changeReason === null ? t('people.password.idea') : t(`people.password.first.${changeReason}`)}
      />
      <ProblemNotice error={change.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="people-gap"
        onFinish={({ current, next }) => change.mutate({ current, next })}
      >
        <input type="text" name="username" autoComplete="username" value={employeeNo} readOnly hidden />
        <Form.Item
          name="current"
          label={t(
            changeReason === 'one-time' ? 'people.password.currentOneTime' : 'people.password.current',
          )}
          rules={[required]}
        >
          <Input.Password autoComplete="current-password" autoFocus maxLength={256} />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('people.password.next')}
          extra={<StrengthMeter candidate={next} />}
          rules={[required]}
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('people.password.again')}
          dependencies={['next']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value && value !== getFieldValue('next')) throw new Error(t('people.password.different'))
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('people.password.go')}
        </Button>
      </Form>
    </div>
  )
}
