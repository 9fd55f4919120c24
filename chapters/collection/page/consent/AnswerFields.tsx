import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useLanguage, useGet, useText } from '../../../../doors/web/ui/index.ts'
import type { ConsentItem, PublicNotice } from '../../wire.ts'

export interface AnswerValues {
  notice: string
  answers: Partial<Record<ConsentItem, boolean>>
  minor?: boolean
  guardian?: { name: string; relation: string }
}

/** What a route takes: every box of the notice answered by itself. */
export const answersOf = (notice: PublicNotice, values: AnswerValues) => ({
  notice: notice.versionId,
  hash: notice.hash,
  items: notice.boxes.map(({ item }) => ({ item, given: values.answers[item] === true })),
  purposes: [],
  minor: values.minor === true,
  ...(values.minor === true && values.guardian !== undefined ? { guardian: values.guardian } : {}),
})

/** The version, its separate boxes (none chosen beforehand), and the guardian of a child. */
export function AnswerFields({
  versions,
  notice,
}: {
  versions: { versionId: string; name: string; number: number }[]
  notice: PublicNotice | undefined
}) {
  const t = useText()
  const minor = Form.useWatch<boolean | undefined>('minor')
  const needed = [{ required: true, message: t('collection.needed') }]
  return (
    <>
      <Form.Item name="notice" label={t('collection.consent.notice')} rules={needed}>
        <Select
          options={versions.map((one) => ({
            value: one.versionId,
            label: `${one.name} ${t('collection.notices.versionNo', { number: one.number })}`,
          }))}
        />
      </Form.Item>
      {notice?.boxes.map((box) => (
        <Form.Item
          key={box.item}
          name={['answers', box.item]}
          label={box.text}
          rules={[{ required: true, message: t('collection.consent.answerEach') }]}
        >
          <Radio.Group
            options={[
              { value: true, label: t('collection.consent.agree') },
              { value: false, label: t('collection.consent.disagree') },
            ]}
          />
        </Form.Item>
      ))}
      <Form.Item name="minor" valuePropName="checked" extra={t('collection.consent.minorHint')}>
        <Checkbox>{t('collection.consent.minor')}</Checkbox>
      </Form.Item>
      {minor === true && (
        <div className="consent-two">
          <Form.Item name={['guardian', 'name']} label={t('collection.consent.guardian')} rules={needed}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name={['guardian', 'relation']} label={t('collection.consent.relation')} rules={needed}>
            <Input maxLength={30} autoComplete="off" />
          </Form.Item>
        </div>
      )}
    </>
  )
}

/** The chosen version as it is shown, in the language of the page. */
export function useNotice(id: string | undefined): PublicNotice | undefined {
  const { language } = useLanguage()
  return useGet<PublicNotice>(id === undefined ? null : `/notice-versions/${id}`, { language }).data
}
