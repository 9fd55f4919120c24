import { Button, Form, Input } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { PageHeader, ProblemNotice, usePost, useText } from '../../../doors/web/ui/index.ts'
import './people.css'

interface Values {
  name: string
  password: string
}

/** Sign-in with number or name and password. After it the whole page is read again: another person may sit here. */
export default function SignIn() {
  const t = useText()
  const [capsLock, setCapsLock] = useState(false)
  const [form] = Form.useForm<Values>()
  const enter = usePost<Values, { mustChangePassword: boolean }>('/session', {
    // The shell knows from the address where to go back to, once it sees who is there.
    onDone: () => window.location.reload(),
  })
  const watchCaps = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <section className="people-bare" aria-label={t('people.signIn.title')}>
      <PageHeader title={t('people.signIn.title')} />
      <div aria-live="polite">
        <ProblemNotice error={enter.error} />
      </div>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          enter.mutate(values, {
            onError: () => {
              form.setFieldValue('password', '')
              form.getFieldInstance('password')?.focus()
            },
          })
        }
      >
        <Form.Item
          name="name"
          label={t('people.signIn.name')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input autoComplete="username" autoFocus size="large" maxLength={64} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('people.signIn.password')}
          rules={[{ required: true, message: t('people.required') }]}
          {...(capsLock ? { extra: t('people.signIn.capsLock') } : {})}
        >
          <Input.Password autoComplete="current-password" size="large" maxLength={256} onKeyUp={watchCaps} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
          {t('people.signIn.go')}
        </Button>
      </Form>
      <p className="small">{t('people.signIn.forgot')}</p>
      <p className="small">{t('people.signIn.recorded')}</p>
    </section>
  )
}
