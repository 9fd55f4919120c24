import { Button, Checkbox, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import {
  FormSection,
  PageHeader,
  ProblemNotice,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { SetUp as Body, SetUpReply, SetUpState } from '../wire.ts'
import { OneTimePasswords } from './OneTimePasswords.tsx'
import './people.css'

const offices = [
  { field: 'systemAdmin', role: 'system-admin' },
  { field: 'securityAdmin', role: 'security-admin' },
  { field: 'auditAdmin', role: 'audit-admin' },
] as const

/** First run: company, scheme of levels, three administrators. */
export default function SetUp() {
  const t = useText()
  const [made, setMade] = useState<SetUpReply | null>(null)
  if (made !== null)
    return (
      <section className="people-bare wide">
        <PageHeader title={t('people.setUp.doneTitle')} hint={t('people.setUp.doneHint')} />
        <OneTimePasswords
          accounts={made.administrators}
          role={(at) => {
            const { role = '', also = [] } = made.administrators[at] ?? {}
            return [role, ...also].map((one) => t(`people.setUp.${one}`)).join(t('kit.listComma'))
          }}
        >
          <Button type="primary" onClick={() => window.location.assign('/sign-in')}>
            {t('people.setUp.toSignIn')}
          </Button>
        </OneTimePasswords>
      </section>
    )
  return <SetUpForm onDone={setMade} />
}

function SetUpForm({ onDone }: { onDone: (reply: SetUpReply) => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const state = useGet<SetUpState>('/setup')
  const [form] = Form.useForm<Body>()
  const combined = Form.useWatch('combined', form) === true
  // Nothing is read again afterwards: the shell would leave this page, and the passwords with it.
  const save = usePost<Body, SetUpReply>('/setup', { onDone, refresh: [] })
  const presets = state.data?.presets ?? []
  const required = [{ required: true, message: t('people.required') }]
  return (
    <section className="people-bare wide">
      <PageHeader title={t('people.setUp.title')} hint={t('people.setUp.hint')} />
      <ProblemNotice error={save.error ?? state.error} />
      <Form<Body>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          save.mutate(values.combined === true ? { ...values, securityAdmin: values.systemAdmin } : values)
        }
        // The printed address carries the secret behind #, which no server and no log ever sees.
        initialValues={{ preset: 'company', secret: decodeURIComponent(window.location.hash.slice(1)) }}
        scrollToFirstError
      >
        <FormSection number="1" title={t('people.setUp.section.company')}>
          <div className="people-two">
            <Form.Item
              name="secret"
              label={t('people.setUp.secret')}
              extra={t('people.setUp.secretHint')}
              rules={required}
            >
              <Input autoComplete="off" autoFocus maxLength={64} className="people-secret" />
            </Form.Item>
            <Form.Item
              name="companyName"
              label={t('people.setUp.company')}
              rules={[...required, { min: 2, message: t('people.required') }]}
            >
              <Input autoComplete="organization" maxLength={80} />
            </Form.Item>
            <Form.Item
              name="preset"
              label={t('people.setUp.preset')}
              extra={t('people.setUp.presetHint')}
              className="whole"
              rules={required}
            >
              <Radio.Group
                vertical
                options={presets.map((preset) => ({ value: preset.code, label: pick(preset) }))}
              />
            </Form.Item>
          </div>
        </FormSection>
        <FormSection
          number="2"
          title={t('people.setUp.section.people')}
          hint={t('people.setUp.section.peopleHint')}
        >
          <Form.Item name="combined" valuePropName="checked">
            <Checkbox>{t('people.setUp.combined')}</Checkbox>
          </Form.Item>
          <div className="people-three">
            {offices
              .filter(({ field }) => !combined || field !== 'securityAdmin')
              .map(({ field, role }) => (
                <div key={field} role="group" aria-label={t(`people.setUp.${role}`)}>
                  <h3>{t(`people.setUp.${role}`)}</h3>
                  <p>{t(`people.setUp.${role}Does`)}</p>
                  <Form.Item
                    name={[field, 'name']}
                    label={t('people.name')}
                    rules={[...required, different(t('people.setUp.threePeople'), field, 'name')]}
                  >
                    <Input autoComplete="off" maxLength={40} />
                  </Form.Item>
                  <Form.Item
                    name={[field, 'employeeNo']}
                    label={t('people.employeeNo')}
                    rules={[...required, different(t('people.setUp.threePeople'), field, 'employeeNo')]}
                  >
                    <Input autoComplete="off" maxLength={32} />
                  </Form.Item>
                </div>
              ))}
          </div>
        </FormSection>
        <Button type="primary" htmlType="submit" size="large" loading={save.isPending}>
          {t('people.setUp.go')}
        </Button>
      </Form>
    </section>
  )
}

/** A rule of the form: this value is not that of one of the other two. */
const different =
  (message: string, field: string, key: 'name' | 'employeeNo') =>
  ({ getFieldValue }: { getFieldValue: (path: string[]) => unknown }) => ({
    validator: async (_: unknown, value: unknown): Promise<void> => {
      const others = offices
        .filter((office) => office.field !== field)
        .map((office) => getFieldValue([office.field, key]))
      if (typeof value === 'string' && value !== '' && others.includes(value)) throw new Error(message)
    },
  })
