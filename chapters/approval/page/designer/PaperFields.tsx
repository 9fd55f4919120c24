import { Button, Form, Input, Select } from 'antd'
import type { Flow } from '../../wire.ts'
import type { FlowWords } from '../flow-words.ts'
import { type Objection, replaced } from './drawing.ts'
import { Objections } from './Objections.tsx'

type Paper = NonNullable<Flow['paper']>
type Print = NonNullable<Paper['print']>
type Both = { zh: string; en: string }

const columns = ['step', 'person', 'post', 'decision', 'opinion', 'time'] as const
const placeholders = [
  'form',
  'flow',
  'number',
  'date',
  'level',
  'customers',
  'applicant',
  'department',
  'post',
]

interface PaperProps {
  readonly flow: Flow
  readonly words: FlowWords
  readonly objections: readonly Objection[]
  readonly onChange: (paper: Paper | undefined) => void
}

/** The record without what is not filled in; nothing left = undefined. */
function kept<T extends object>(record: T): T | undefined {
  const entries = Object.entries(record).filter(
    ([, value]) =>
      value !== undefined &&
      value !== '' &&
      !(Array.isArray(value) && value.length === 0) &&
      !(isBoth(value) && value.zh === '' && value.en === ''),
  )
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T)
}

const isBoth = (value: unknown): value is Both => typeof value === 'object' && value !== null && 'zh' in value

/** Numbering, title and summary rule, and print template of a flow; left empty, the form's own are used. */
export function PaperFields({ flow, words, objections, onChange }: PaperProps) {
  const { t, offers } = words
  const paper: Paper = flow.paper ?? {}
  const print: Print = paper.print ?? {}
  const change = (part: { [K in keyof Paper]?: Paper[K] | undefined }): void =>
    onChange(kept({ ...paper, ...part } as Paper))
  const changePrint = (part: { [K in keyof Print]?: Print[K] | undefined }): void =>
    change({ print: kept({ ...print, ...part } as Print) })
  const fields = (offers.fields[flow.form] ?? []).filter(({ key }) => key !== 'files')
  const places = print.places ?? []
  return (
    <>
      <Objections all={objections} at="paper" />
      <p className="soft">
        {t('approval.paper.hint', { names: placeholders.map((name) => `{${name}}`).join(' ') })}
      </p>
      <div className="flow-fields">
        <Form.Item
          label={t('approval.paper.series')}
          htmlFor="paper-series"
          extra={t('approval.paper.seriesHint')}
        >
          <Input
            id="paper-series"
            maxLength={6}
            value={paper.series ?? ''}
            onChange={(event) =>
              change({ series: event.target.value.toUpperCase().replace(/[^A-Z]/g, '') || undefined })
            }
          />
        </Form.Item>
        <span />
        {(['title', 'summary'] as const).map((part) => (
          <Rule
            key={part}
            part={part}
            value={paper[part]}
            words={words}
            onChange={(next) => change({ [part]: next })}
          />
        ))}
        <Rule
          part="heading"
          value={print.heading}
          words={words}
          onChange={(heading) => changePrint({ heading })}
        />
        <Form.Item label={t('approval.paper.leaveOut')} htmlFor="paper-leave-out">
          <Select
            id="paper-leave-out"
            mode="multiple"
            placeholder={t('approval.paper.nothing')}
            value={[...(print.leaveOut ?? [])]}
            options={fields.map(({ key, label }) => ({ value: key, label }))}
            onChange={(leaveOut: string[]) => changePrint({ leaveOut })}
          />
        </Form.Item>
        <Form.Item label={t('approval.paper.columns')} htmlFor="paper-columns">
          <Select
            id="paper-columns"
            mode="multiple"
            placeholder={t('approval.paper.all')}
            value={[...(print.columns ?? [])]}
            options={columns.map((value) => ({ value, label: t(`approval.paper.column.${value}`) }))}
            onChange={(next: NonNullable<Print['columns']>) => changePrint({ columns: next })}
          />
        </Form.Item>
      </div>
      <div className="field-label">{t('approval.paper.places')}</div>
      <div className="source-list wide">
        {places.map((place, at) => (
          <div key={at} className="source-line">
            {(['zh', 'en'] as const).map((language) => (
              <Input
                key={language}
                aria-label={t(`approval.paper.place.${language}`, { number: at + 1 })}
                className="source-value"
                maxLength={60}
                placeholder={t(`approval.paper.place.${language}`, { number: at + 1 })}
                value={place[language]}
                onChange={(event) =>
                  changePrint({ places: replaced(places, at, { ...place, [language]: event.target.value }) })
                }
              />
            ))}
            <Button size="small" onClick={() => changePrint({ places: replaced(places, at, null) })}>
              {t('approval.paper.removePlace', { number: at + 1 })}
            </Button>
          </div>
        ))}
        <Button size="small" onClick={() => changePrint({ places: [...places, { zh: '', en: '' }] })}>
          {t('approval.paper.addPlace')}
        </Button>
      </div>
    </>
  )
}

interface RuleProps {
  readonly part: 'title' | 'summary' | 'heading'
  readonly value: Both | undefined
  readonly words: FlowWords
  readonly onChange: (value: Both | undefined) => void
}

function Rule({ part, value = { zh: '', en: '' }, words, onChange }: RuleProps) {
  return (['zh', 'en'] as const).map((language) => {
    const id = `paper-${part}-${language}`
    return (
      <Form.Item key={language} label={words.t(`approval.paper.${part}.${language}`)} htmlFor={id}>
        <Input
          id={id}
          maxLength={part === 'heading' ? 60 : 200}
          value={value[language]}
          onChange={(event) => onChange({ ...value, [language]: event.target.value })}
        />
      </Form.Item>
    )
  })
}
