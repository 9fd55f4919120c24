import { Button, Form, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useGet, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { type RequestView, refusalGrounds, restrictionGrounds } from '../../wire.ts'

type Way = 'grant' | 'refuse' | 'keep'
interface Filled {
  readonly answer: string
  readonly ground?: string
  readonly field?: string
  readonly value?: string
  readonly keys?: string
}

/** What can be done with an open request: granted, refused with a ground, or kept instead of erased. */
export function Decide({ view, refresh }: { view: RequestView; refresh: readonly string[] }) {
  const t = useText()
  const [way, setWay] = useState<Way>('grant')
  const [form] = Form.useForm<Filled>()
  const again = { refresh: [...refresh, `/rights-requests/${view.id}`] }
  const prove = usePost<object>(`/rights-requests/${view.id}/prove`, again)
  const send = usePost<object>(`/rights-requests/${view.id}/${way}`, again)
  const needed = [{ required: true, message: t('supervision.rights.needed') }]
  const submit = (filled: Filled): void => {
    const { answer, ground, field, value, keys } = filled
    if (way !== 'grant') return send.mutate({ answer, ground })
    send.mutate({
      answer,
      ...(field === undefined ? {} : { values: { [field]: value ?? '' }, version: view.fileVersion }),
      ...(keys === undefined ? {} : { keys: keys.split(/[,，\s]+/).filter((key) => key !== '') }),
    })
  }
  const ways: Way[] = view.kind === 'delete' ? ['grant', 'refuse', 'keep'] : ['grant', 'refuse']
  const label = (one: Way): string =>
    t(
      one === 'grant' && view.kind === 'delete'
        ? 'supervision.rights.proposeErase'
        : `supervision.rights.${one}`,
    )
  return (
    <div>
      {view.identity === 'unproven' && (
        <Space style={{ marginBlockEnd: 12 }}>
          <Button loading={prove.isPending} onClick={() => prove.mutate({ identity: 'document' })}>
            {t('supervision.rights.prove')}
          </Button>
          <ProblemNotice error={prove.error} />
        </Space>
      )}
      <Form form={form} layout="vertical" onFinish={submit}>
        <Space wrap style={{ marginBlockEnd: 12 }}>
          {ways.map((one) => (
            <Button
              key={one}
              type={one === way ? 'primary' : 'default'}
              aria-pressed={one === way}
              onClick={() => setWay(one)}
            >
              {label(one)}
            </Button>
          ))}
        </Space>
        {way !== 'grant' && (
          <Form.Item name="ground" label={t('supervision.rights.ground')} rules={needed}>
            <Select
              options={(way === 'refuse' ? refusalGrounds : restrictionGrounds).map((value) => ({
                value,
                label: t(`supervision.rights.ground.${value}`),
              }))}
            />
          </Form.Item>
        )}
        {way === 'grant' && view.kind === 'correct' && <Correction />}
        {way === 'grant' && view.kind === 'withdraw' && (
          <Form.Item
            name="keys"
            label={t('supervision.rights.keys')}
            extra={t('supervision.rights.keysHint')}
            rules={needed}
          >
            <Input maxLength={400} />
          </Form.Item>
        )}
        <Form.Item
          name="answer"
          label={t('supervision.rights.answer')}
          rules={[{ required: true, min: 2, max: 2000, message: t('supervision.rights.answerNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {label(way)}
        </Button>
        <ProblemNotice error={send.error} />
      </Form>
    </div>
  )
}

function Correction() {
  const t = useText()
  const catalogue = useGet<{ fields: { id: number; zh: string; en: string }[] }>('/catalogue')
  const needed = [{ required: true, message: t('supervision.rights.needed') }]
  return (
    <>
      <Form.Item name="field" label={t('supervision.rights.fields')} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(catalogue.data?.fields ?? []).map((one) => ({
            value: String(one.id),
            label: `${one.zh} ${one.en}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="value" label={t('supervision.rights.newValue')} rules={needed}>
        <Input maxLength={4000} />
      </Form.Item>
    </>
  )
}
