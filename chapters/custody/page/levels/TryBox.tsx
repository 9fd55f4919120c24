import { Button, Form, Input } from 'antd'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { RuleBody, SuggestionReply, TryBody } from '../../wire.ts'
import { Level, useCatalogue } from '../shared.tsx'

/** A text to try the rules on; the rule being written is tried with them. */
export function TryBox({ draft }: { draft?: (() => RuleBody) | undefined }) {
  const t = useText()
  const [form] = Form.useForm<{ text: string; header: string }>()
  const run = usePost<TryBody, SuggestionReply>('/level-suggestion', { refresh: [] })
  const submit = ({ text, header }: { text: string; header?: string }): void =>
    run.mutate({
      text,
      ...((header ?? '').trim() === '' ? {} : { header: header!.trim() }),
      ...(draft === undefined ? {} : { draft: draft() }),
    })
  return (
    <div className="custody-section" role="group" aria-label={t('custody.try.title')}>
      <h2>{t('custody.try.title')}</h2>
      <p className="soft">{t('custody.try.hint')}</p>
      <Form form={form} layout="vertical" onFinish={submit} component={draft === undefined ? 'form' : 'div'}>
        <Form.Item
          name="text"
          label={t('custody.try.text')}
          rules={[{ required: true, message: t('custody.required') }]}
        >
          <Input.TextArea rows={3} maxLength={20_000} autoComplete="off" />
        </Form.Item>
        <Form.Item name="header" label={t('custody.try.header')}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Button loading={run.isPending} onClick={() => form.submit()}>
          {t('custody.try.run')}
        </Button>
      </Form>
      <ProblemNotice error={run.error} />
      {run.data !== undefined && <Suggested said={run.data} />}
    </div>
  )
}

/** A suggested level with its reasons. */
export function Suggested({ said }: { said: SuggestionReply }) {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  const typeName = (type: string): string => {
    const field = fields.find((one) => one.type === type)
    return field === undefined ? type : pick(field)
  }
  const reason = (one: SuggestionReply['because'][number]): string => {
    if (one.by === 'identifier')
      return t('custody.try.by.identifier', { type: typeName(one.type), count: one.count })
    if (one.by === 'sensitive')
      return t('custody.try.by.sensitive', { kind: t(`custody.sensitiveKind.${one.kind}`), count: one.count })
    if (one.by === 'volume') return t('custody.try.by.volume', { persons: one.persons })
    return t(one.unfinished === true ? 'custody.try.by.unfinished' : 'custody.try.by.rule', {
      name: one.name,
    })
  }
  return (
    <div role="status" className="custody-section">
      <p>
        {t('custody.try.result')} <Level rank={said.level} />
        {said.sensitive && ` · ${t('custody.sensitive.yes')}`}
        {said.category !== null && ` · ${t(`custody.category.${said.category}`)}`}
      </p>
      {said.because.length === 0 ? (
        <p className="soft">{t('custody.try.nothing')}</p>
      ) : (
        <ul>
          {said.because.map((one, at) => (
            <li key={at}>
              {reason(one)} {one.level !== null && <Level rank={one.level} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
