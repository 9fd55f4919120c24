import { Alert, Button, Checkbox, Form, Input, InputNumber, Space } from 'antd'
import { useState } from 'react'
import {
  FormSection,
  ProblemNotice,
  SideBySide,
  StatusTag,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { MissingItem, NoticeDraft, NoticeView } from '../../wire.ts'
import { Purposes, Recipients } from './BuilderLists.tsx'
import { SaidItem } from './SaidItem.tsx'

interface Values {
  name: string
  draft: NoticeDraft
}

/** The builder: form 6 section by section; beside it what the law still asks for and the boxes that follow from it. */
export function Builder({ view }: { view: NoticeView }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const [saved, setSaved] = useState(true)
  const save = usePost<object>(`/consent-notices/${view.id}`, {
    method: 'PUT',
    refresh: [`/consent-notices/${view.id}`, '/consent-notices'],
  })
  const submit = (): void => {
    // Everything in the store, also what was never touched.
    const values = form.getFieldsValue(true) as Values
    save.mutate({ revision: view.revision, name: values.name, draft: values.draft })
  }
  const wrong = new Map(view.missing.map((one) => [one.field, one]))
  return (
    <SideBySide
      sideWidth={300}
      main={
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ name: view.name, draft: view.draft }}
          onValuesChange={() => setSaved(false)}
          onFinish={submit}
        >
          <ProblemNotice error={save.error} />
          <FormSection number="1" title={t('collection.builder.processor')}>
            <Form.Item
              name="name"
              label={t('collection.notices.name')}
              rules={[{ required: true, message: t('collection.needed') }]}
            >
              <Input maxLength={80} />
            </Form.Item>
            <SaidItem
              name={['draft', 'title']}
              label={t('collection.builder.title')}
              wrong={wrong.get('title')}
              rows={1}
            />
            <div className="consent-two">
              <Plain name="name" label={t('collection.builder.processorName')} wrong={wrong} />
              <Plain name="contact" label={t('collection.builder.processorContact')} wrong={wrong} />
              <Plain name="address" label={t('collection.builder.address')} wrong={wrong} />
              <Plain name="officer" label={t('collection.builder.officer')} wrong={wrong} />
            </div>
          </FormSection>
          <FormSection
            number="2"
            title={t('collection.builder.purposes')}
            hint={t('collection.builder.purposesHint')}
          >
            <Purposes choices={view.choices} wrong={wrong} />
          </FormSection>
          <KeepingAndSensitive wrong={wrong} />
          <FormSection
            number="5"
            title={t('collection.builder.recipients')}
            hint={t('collection.builder.recipientsHint')}
          >
            <Recipients list="recipients" choices={view.choices} wrong={wrong} />
          </FormSection>
          <FormSection
            number="6"
            title={t('collection.builder.abroad')}
            hint={t('collection.builder.abroadHint')}
          >
            <Recipients list="abroad" choices={view.choices} wrong={wrong} />
          </FormSection>
          <RightsAndValidity wrong={wrong} />
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={saved}>
            {t('collection.builder.save')}
          </Button>
        </Form>
      }
      side={<Side view={view} saved={saved} />}
    />
  )
}

type Wrong = ReadonlyMap<string, MissingItem>

function KeepingAndSensitive({ wrong }: { wrong: Wrong }) {
  const t = useText()
  return (
    <>
      <FormSection number="3" title={t('collection.builder.retention')}>
        <SaidItem
          name={['draft', 'retention']}
          label={t('collection.builder.howLong')}
          wrong={wrong.get('retention')}
        />
        <SaidItem
          name={['draft', 'afterwards']}
          label={t('collection.builder.afterwards')}
          wrong={wrong.get('afterwards')}
        />
      </FormSection>
      <FormSection
        number="4"
        title={t('collection.builder.sensitive')}
        hint={t('collection.builder.sensitiveHint')}
      >
        <SaidItem
          name={['draft', 'sensitive', 'necessity']}
          label={t('collection.builder.necessity')}
          wrong={wrong.get('sensitive.necessity')}
        />
        <SaidItem
          name={['draft', 'sensitive', 'impact']}
          label={t('collection.builder.impact')}
          wrong={wrong.get('sensitive.impact')}
        />
      </FormSection>
    </>
  )
}

function RightsAndValidity({ wrong }: { wrong: Wrong }) {
  const t = useText()
  return (
    <>
      <FormSection number="7" title={t('collection.builder.rights')}>
        <SaidItem
          name={['draft', 'rights']}
          label={t('collection.builder.howRights')}
          wrong={wrong.get('rights')}
        />
        <SaidItem
          name={['draft', 'withdrawal']}
          label={t('collection.builder.howWithdraw')}
          wrong={wrong.get('withdrawal')}
        />
        <SaidItem
          name={['draft', 'minors']}
          label={t('collection.builder.minors')}
          wrong={wrong.get('minors')}
        />
      </FormSection>
      <FormSection number="8" title={t('collection.builder.validity')}>
        <Form.Item
          name={['draft', 'validMonths']}
          label={t('collection.builder.months')}
          extra={t('collection.builder.monthsHint')}
        >
          <InputNumber min={1} max={240} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item
          name={['draft', 'asksAnew']}
          valuePropName="checked"
          extra={t('collection.builder.anewHint')}
        >
          <Checkbox>{t('collection.builder.anew')}</Checkbox>
        </Form.Item>
      </FormSection>
    </>
  )
}

function Plain({
  name,
  label,
  wrong,
}: {
  name: string
  label: string
  wrong: ReadonlyMap<string, MissingItem>
}) {
  const t = useText()
  const missing = wrong.get(`processor.${name}`)
  return (
    <Form.Item
      name={['draft', 'processor', name]}
      label={label}
      {...(missing === undefined
        ? {}
        : {
            validateStatus: 'warning' as const,
            help: t(`collection.missing.${missing.code}`, { law: missing.law }),
          })}
    >
      <Input maxLength={200} />
    </Form.Item>
  )
}

/** What is still missing, and the separate boxes that the customer will see. */
function Side({ view, saved }: { view: NoticeView; saved: boolean }) {
  const t = useText()
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      {!saved && <Alert type="warning" showIcon title={t('collection.builder.unsaved')} />}
      {view.missing.length === 0 ? (
        <Alert type="success" showIcon title={t('collection.builder.whole')} />
      ) : (
        <Alert
          type="warning"
          showIcon
          title={t('collection.builder.missing', { count: view.missing.length })}
          description={
            <ul className="consent-missing">
              {view.missing.map((one) => (
                <li key={`${one.field} ${one.code}`}>
                  {t(`collection.missing.${one.code}`, { law: one.law })}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <section aria-labelledby="consent-boxes">
        <h2 id="consent-boxes" className="consent-small-head">
          {t('collection.builder.boxes')}
        </h2>
        <p className="soft">{t('collection.builder.boxesHint')}</p>
        {view.items.length === 0 && <p>{t('collection.builder.noBoxes')}</p>}
        <Space wrap>
          {view.items.map((item) => (
            <StatusTag key={item} tone="neutral">
              {t(`collection.item.${item}`)}
            </StatusTag>
          ))}
        </Space>
      </section>
    </Space>
  )
}
