import { Button, Checkbox, Input, InputNumber, Select, Space } from 'antd'
import { useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { FormChoices, FormDraft, FormQuestion } from '../../wire.ts'

const blank = { label: { zh: '', en: '' }, help: { zh: '', en: '' } }

/** A new question of a kind, under a name that no other has. */
export function newQuestion(kind: FormQuestion['kind'], list: readonly FormQuestion[]): FormQuestion {
  const id = `q${Math.max(0, ...list.map((one) => Number(/^q(\d+)$/.exec(one.id)?.[1] ?? 0))) + 1}`
  if (kind === 'section') return { ...blank, id, kind }
  if (kind === 'file') return { ...blank, id, kind, required: false, most: 1, accept: 'both' }
  return { ...blank, id, kind, field: 'person-name', required: true, choices: [] }
}

/** The questions of a form, each with everything that can be said about it. */
export function Questions(props: {
  draft: FormDraft
  choices: FormChoices
  onChange: (questions: FormQuestion[]) => void
}) {
  const t = useText()
  const { draft, choices, onChange } = props
  const list = draft.questions
  const put = (at: number, question: FormQuestion): void =>
    onChange(list.map((one, i) => (i === at ? question : one)))
  const move = (at: number, to: number): void => {
    const next = [...list]
    next.splice(to, 0, ...next.splice(at, 1))
    onChange(next)
  }
  return (
    <>
      {list.map((question, at) => (
        <section
          key={question.id}
          className="collection-question"
          aria-label={t('collection.form.at', { number: at + 1 })}
        >
          <Space wrap>
            <strong>{at + 1}</strong>
            <Button size="small" disabled={at === 0} onClick={() => move(at, at - 1)}>
              {t('collection.form.up')}
            </Button>
            <Button size="small" disabled={at === list.length - 1} onClick={() => move(at, at + 1)}>
              {t('collection.form.down')}
            </Button>
            <Button size="small" onClick={() => onChange(list.filter((_, i) => i !== at))}>
              {t('collection.form.remove')}
            </Button>
          </Space>
          <OneQuestion
            question={question}
            earlier={list.slice(0, at)}
            draft={draft}
            choices={choices}
            onChange={(next) => put(at, next)}
          />
        </section>
      ))}
      <Space wrap>
        {(['field', 'section', 'file'] as const).map((kind) => (
          <Button key={kind} onClick={() => onChange([...list, newQuestion(kind, list)])}>
            {t(`collection.form.add.${kind}`)}
          </Button>
        ))}
      </Space>
    </>
  )
}

const choiceLines = (list: readonly { value: string; en: string }[]): string =>
  list.map((one) => (one.en === '' ? one.value : `${one.value}|${one.en}`)).join('\n')
const readChoices = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
    .map((line) => {
      const [zh = '', en = ''] = line.split('|').map((part) => part.trim())
      return { value: zh.slice(0, 60), zh: zh.slice(0, 60), en: en.slice(0, 100) }
    })

function OneQuestion(props: {
  question: FormQuestion
  earlier: readonly FormQuestion[]
  draft: FormDraft
  choices: FormChoices
  onChange: (question: FormQuestion) => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const { question, earlier, draft, choices, onChange } = props
  const words = (part: 'label' | 'help', language: 'zh' | 'en') => (
    <Input
      aria-label={t(`collection.form.${part}.${language}`)}
      placeholder={t(`collection.form.${part}.${language}`)}
      maxLength={part === 'label' ? 200 : 500}
      value={question[part][language]}
      onChange={(event) =>
        onChange({ ...question, [part]: { ...question[part], [language]: event.target.value } })
      }
    />
  )
  const on = earlier.flatMap((one) => (one.kind === 'field' && one.choices.length > 0 ? [one] : []))
  const rule = question.showIf
  const fields = choices.fields.filter((one) => one.appliesTo === 'both' || one.appliesTo === draft.kind)
  return (
    <div className="collection-question-parts">
      {question.kind === 'field' && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('collection.form.field')}
          value={question.field}
          options={fields.map((one) => ({ value: one.code, label: pick(one) }))}
          onChange={(field) => onChange({ ...question, field })}
        />
      )}
      {words('label', 'zh')}
      {words('label', 'en')}
      {words('help', 'zh')}
      {words('help', 'en')}
      {question.kind === 'field' && (
        <Input.TextArea
          aria-label={t('collection.form.choices')}
          placeholder={t('collection.form.choices')}
          autoSize={{ minRows: 1, maxRows: 8 }}
          defaultValue={choiceLines(question.choices)}
          onBlur={(event) => onChange({ ...question, choices: readChoices(event.target.value) })}
        />
      )}
      {question.kind === 'file' && (
        <Space wrap>
          <Select
            aria-label={t('collection.form.accept')}
            value={question.accept}
            options={(['image', 'pdf', 'both'] as const).map((value) => ({
              value,
              label: t(`collection.form.accept.${value}`),
            }))}
            onChange={(accept) => onChange({ ...question, accept })}
          />
          <InputNumber
            aria-label={t('collection.form.most')}
            min={1}
            max={5}
            value={question.most}
            onChange={(most) => onChange({ ...question, most: most ?? 1 })}
          />
        </Space>
      )}
      <Space wrap>
        {question.kind !== 'section' && (
          <Checkbox
            checked={question.required}
            onChange={(event) => onChange({ ...question, required: event.target.checked })}
          >
            {t('collection.form.required')}
          </Checkbox>
        )}
        {on.length > 0 && (
          <Select
            aria-label={t('collection.form.show-if')}
            style={{ minWidth: 180 }}
            value={rule?.question ?? ''}
            options={[
              { value: '', label: t('collection.form.always') },
              ...on.map((one) => ({
                value: one.id,
                label: `${t('collection.form.show-if')} ${one.label.zh || one.id}`,
              })),
            ]}
            onChange={(id) => {
              const { showIf: _, ...rest } = question
              const first = on.find((one) => one.id === id)?.choices[0]?.value
              onChange(first === undefined ? rest : { ...rest, showIf: { question: id, is: [first] } })
            }}
          />
        )}
        {rule !== undefined && (
          <Select
            mode="multiple"
            aria-label={t('collection.form.show-is')}
            style={{ minWidth: 180 }}
            value={rule.is}
            options={
              on
                .find((one) => one.id === rule.question)
                ?.choices.map((one) => ({ value: one.value, label: pick(one) })) ?? []
            }
            onChange={(is) =>
              onChange({ ...question, showIf: { ...rule, is: is.length > 0 ? is : rule.is } })
            }
          />
        )}
      </Space>
    </div>
  )
}
