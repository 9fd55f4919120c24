import {
  Alert,
  Button,
  Card,
  Checkbox,
  DatePicker,
  Form,
  Input,
  InputNumber,
  Popconfirm,
  Select,
  Space,
} from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  CopyButton,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  put,
  Time,
  useGet,
  useLanguage,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type FormChoices, type FormDraft, type FormView, legalBasisCodes } from '../../wire.ts'
import { Questions } from './Questions.tsx'

/** Builds a form: what it asks, for which purposes, under which notice; publishes it as a version that never changes. */
export default function Builder() {
  const t = useText()
  const { id = '' } = useParams()
  const view = useGet<FormView>(`/forms/${id}`)
  const choices = useGet<FormChoices>('/forms/choices')
  const problem = view.error ?? choices.error
  if (problem !== null)
    return (
      <>
        <PageHeader title={t('collection.form.title')} />
        <ProblemNotice error={problem} />
      </>
    )
  if (view.data === undefined || choices.data === undefined) return <Loading />
  return <Editor key={view.data.revision} view={view.data} choices={choices.data} />
}

function Editor({ view, choices }: { view: FormView; choices: FormChoices }) {
  const t = useText()
  const refresh = useRefresh()
  const [draft, setDraft] = useState(view.draft)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const dirty = JSON.stringify(draft) !== JSON.stringify(view.draft)
  const act = (what: () => Promise<unknown>): void => {
    setBusy(true)
    setProblem(null)
    what()
      .then(() => refresh(['/forms']))
      .catch(setProblem)
      .finally(() => setBusy(false))
  }
  const save = () => put(`/forms/${view.id}`, { revision: view.revision, name: view.name, draft })
  const publish = (
    <Button
      type="primary"
      disabled={dirty || view.problems.length > 0 || (!view.changed && view.state === 'published')}
      loading={busy}
      onClick={() => act(() => post(`/forms/${view.id}/publish`, { revision: view.revision }))}
    >
      {t('collection.form.publish')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={view.name}
        hint={t(
          dirty
            ? 'collection.form.unsaved'
            : view.changed
              ? 'collection.form.saved'
              : 'collection.form.in-force',
        )}
        primary={publish}
        actions={
          <Space wrap>
            <Button disabled={!dirty} loading={busy} onClick={() => act(save)}>
              {t('collection.form.save')}
            </Button>
            {view.state === 'published' && (
              <Link to={`/forms/${view.id}/counter`}>{t('collection.form.counter')}</Link>
            )}
            {view.state === 'published' && (
              <Link to={`/forms/${view.id}/poster`}>{t('collection.form.poster')}</Link>
            )}
            {view.state === 'published' && (
              <Popconfirm
                title={t('collection.form.close-text')}
                okText={t('collection.form.close')}
                cancelText={t('collection.cancel')}
                onConfirm={() => act(() => post(`/forms/${view.id}/close`))}
              >
                <Button>{t('collection.form.close')}</Button>
              </Popconfirm>
            )}
          </Space>
        }
      />
      <ProblemNotice error={problem} />
      {!dirty && <Problems view={view} />}
      <p className="soft">
        {t('collection.form.address')}: <code>{view.address}</code> <CopyButton text={view.address} />
      </p>
      <div className="collection-builder">
        <Card size="small" title={t('collection.form.basics')}>
          <Basics draft={draft} choices={choices} onChange={(more) => setDraft({ ...draft, ...more })} />
        </Card>
        <Card size="small" title={t('collection.form.questions')}>
          <Questions
            draft={draft}
            choices={choices}
            onChange={(questions) => setDraft({ ...draft, questions })}
          />
        </Card>
        {view.state === 'published' && (
          <Card size="small" title={t('collection.form.preview')}>
            <Button href={new URL(view.address).pathname} target="_blank" rel="noreferrer">
              {t('collection.form.preview')}
            </Button>
          </Card>
        )}
        <Card size="small" title={t('collection.form.versions')}>
          <ul>
            {view.versions.map((one) => (
              <li key={one.id}>
                {`${one.number} · ${one.publishedBy.name} · `}
                <Time at={one.publishedAt} /> <code className="collection-hash">{one.hash}</code>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  )
}

function Problems({ view }: { view: FormView }) {
  const t = useText()
  const { pick } = useLanguage()
  if (view.problems.length === 0)
    return view.changed ? <Alert type="success" showIcon title={t('collection.form.ready')} /> : null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('collection.form.problems')}
      description={
        <ul>
          {view.problems.map((one) => {
            const at = /^questions\.(\d+)$/.exec(one.field)?.[1]
            const name = pick({ zh: one.values['zh'] ?? '', en: one.values['en'] ?? '' })
            const words = t(`collection.form.problem.${one.code}`, { name })
            return (
              <li key={`${one.field} ${one.code}`}>
                {at === undefined ? words : t('collection.form.at', { number: Number(at) + 1 }) + words}
              </li>
            )
          })}
        </ul>
      }
    />
  )
}

function Basics(props: {
  draft: FormDraft
  choices: FormChoices
  onChange: (more: Partial<FormDraft>) => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const { draft, choices, onChange } = props
  const words = (part: 'title' | 'intro' | 'thanks', name: string) =>
    (['zh', 'en'] as const).map((language) => (
      <Form.Item key={`${part}${language}`} label={t(`collection.form.${name}.${language}`)}>
        <Input.TextArea
          aria-label={t(`collection.form.${name}.${language}`)}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={part === 'title' ? 120 : 1000}
          value={draft[part][language]}
          onChange={(event) => onChange({ [part]: { ...draft[part], [language]: event.target.value } })}
        />
      </Form.Item>
    ))
  const select = <K extends 'notice' | 'source' | 'responsible' | 'legalBasis'>(
    key: K,
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Form.Item label={label}>
      <Select
        aria-label={label}
        value={draft[key] === '' ? null : draft[key]}
        options={options}
        onChange={(value: string) => onChange({ [key]: value })}
      />
    </Form.Item>
  )
  const moment = (key: 'startsAt' | 'endsAt', label: string) => (
    <Form.Item label={label}>
      <DatePicker
        aria-label={label}
        showTime
        value={draft[key] === null ? null : dayjs(draft[key])}
        onChange={(value) => onChange({ [key]: value === null ? null : value.toISOString() })}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" component="div">
      {words('title', 'heading')}
      {words('intro', 'intro')}
      <Form.Item label={t('collection.form.kind')}>
        <Select
          aria-label={t('collection.form.kind')}
          value={draft.kind}
          options={(['person', 'company'] as const).map((value) => ({
            value,
            label: t(`collection.form.kind.${value}`),
          }))}
          onChange={(kind) => onChange({ kind })}
        />
      </Form.Item>
      <Form.Item label={t('collection.form.purposes')}>
        <Select
          mode="multiple"
          aria-label={t('collection.form.purposes')}
          value={draft.purposes}
          options={choices.purposes.map((one) => ({ value: one.code, label: pick(one) }))}
          onChange={(purposes) => onChange({ purposes })}
        />
      </Form.Item>
      {select(
        'legalBasis',
        t('collection.form.basis'),
        legalBasisCodes.map((code) => ({ value: code, label: t(`collection.basis.${code}`) })),
      )}
      {select(
        'notice',
        t('collection.form.notice'),
        choices.notices.map((one) => ({ value: one.code, label: pick(one) })),
      )}
      {select(
        'source',
        t('collection.form.source'),
        choices.sources.map((one) => ({ value: one.id, label: one.name })),
      )}
      {select(
        'responsible',
        t('collection.forms.responsible'),
        choices.collectors.map((one) => ({ value: one.id, label: `${one.name} ${one.employeeNo}` })),
      )}
      {moment('startsAt', t('collection.form.starts'))}
      {moment('endsAt', t('collection.form.ends'))}
      <Form.Item label={t('collection.form.cap')}>
        <InputNumber
          aria-label={t('collection.form.cap')}
          min={1}
          max={1_000_000}
          value={draft.cap}
          onChange={(cap) => onChange({ cap })}
        />
      </Form.Item>
      <Form.Item>
        <Checkbox checked={draft.pending} onChange={(event) => onChange({ pending: event.target.checked })}>
          {t('collection.form.pending')}
        </Checkbox>
      </Form.Item>
      {words('thanks', 'thanks')}
    </Form>
  )
}
