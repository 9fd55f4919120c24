import { Alert, Button, Form, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import {
  CustomerPicker,
  DraftForm,
  FormSection,
  KeyValue,
  Loading,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  useDraft,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import {
  type CorrectedLevelChangeBody,
  type LevelChangeContent,
  type LevelSubject,
  type NewLevelChangeBody,
} from '../wire.ts'
import {
  ApplicantPicks,
  picksFor,
  PredictedWay,
  StraightBack,
  usePredicted,
} from '../../approval/page/panels.tsx'
import { LevelAndTerm } from './levels/LevelAndTerm.tsx'
import { Level, useCatalogue, useLevelOptions } from './shared.tsx'

type Scope = 'file' | 'field' | 'catalogue'
interface Values {
  scope: Scope
  customerId: string | null
  fieldId: number | null
  kind: LevelChangeContent['kind']
  toLevel: number | null
  term: 'usual' | 'years' | 'long-term' | 'until-published'
  years: number | null
  who: string
  reason: string
  cc: string[]
  picks: Record<string, string[]>
}

/** What the form is about at first, from the address: `?customer=`, `?field=`, or both. */
function initial(query: URLSearchParams): Values {
  const customerId = query.get('customer')
  const field = Number(query.get('field') ?? 0)
  return {
    scope: customerId === null ? (field > 0 ? 'catalogue' : 'file') : field > 0 ? 'field' : 'file',
    customerId,
    fieldId: field > 0 ? field : null,
    kind: 'change',
    toLevel: null,
    term: 'usual',
    years: null,
    who: '',
    reason: '',
    cc: [],
    picks: {},
  }
}

/** What the form asks about term and circle, as the server takes it. */
const wishOf = ({ kind, term, years, who }: Values): Partial<NewLevelChangeBody> => ({
  kind,
  ...(term === 'years' && years !== null && years !== undefined ? { years } : {}),
  ...(term === 'long-term' || term === 'until-published' ? { openTerm: term } : {}),
  scope: (who ?? '').trim(),
})

const bodyOf = (values: Values): NewLevelChangeBody => ({
  toLevel: values.toLevel!,
  reason: values.reason.trim(),
  ...wishOf(values),
  ...(values.scope !== 'catalogue' && values.customerId !== null ? { customerId: values.customerId } : {}),
  ...(values.scope !== 'file' && values.fieldId !== null ? { fieldId: values.fieldId } : {}),
})

/** The level that holds now for what was chosen. */
function usePresentLevel(values: Values): {
  rank: number | undefined
  subject: LevelSubject | undefined
  error: unknown
} {
  const { fields } = useCatalogue()
  const needs = values.scope !== 'catalogue' && values.customerId !== null && values.customerId !== undefined
  const subject = useGet<LevelSubject>(needs ? `/customers/${values.customerId}/levels` : null)
  const inCatalogue = fields.find((field) => field.id === values.fieldId)?.level
  const own = subject.data?.fields.find((field) => field.id === values.fieldId)?.level ?? inCatalogue
  const rank =
    values.scope === 'file'
      ? subject.data?.level
      : values.scope === 'catalogue'
        ? inCatalogue
        : needs
          ? own
          : undefined
  return { rank, subject: needs ? subject.data : undefined, error: needs ? subject.error : null }
}

const valuesOf = (content: LevelChangeContent): Values => ({
  ...valuesOfSubject(content),
  kind: content.kind,
  term: content.openTerm ?? (content.years === null ? 'usual' : 'years'),
  years: content.years,
  who: content.scope,
})

const valuesOfSubject = ({ customerId, fieldId, toLevel, reason }: LevelChangeContent) => ({
  scope:
    customerId === null ? ('catalogue' as const) : fieldId === null ? ('file' as const) : ('field' as const),
  customerId,
  fieldId,
  toLevel,
  reason,
  cc: [],
  picks: {},
})

/** Form 20: asks for another level of a file, of one field of it, or of a field for all customers. */
export default function NewLevelChange() {
  const [query] = useSearchParams()
  const change = query.get('change')
  return change === null ? (
    <Editor name={query.toString()} initial={initial(query)} />
  ) : (
    <Correction key={change} id={change} />
  )
}

/** A returned form, to be corrected; one in another state only leads to its approval page. */
function Correction({ id }: { id: string }) {
  const t = useText()
  const content = useGet<LevelChangeContent>(`/level-changes/${id}`)
  const { data } = content
  if (data === undefined)
    return content.error === null ? (
      <Loading />
    ) : (
      <>
        <PageHeader title={t('custody.change.correct')} />
        <ProblemNotice error={content.error} />
      </>
    )
  if (data.state === 'returned')
    return <Editor name={`change=${id}`} initial={valuesOf(data)} returned={data} />
  return (
    <>
      <PageHeader title={t('custody.change.correct')} />
      <p>{t('custody.change.notReturned', { number: data.number })}</p>
      <Link to={`/approvals/${id}`}>{t('custody.change.toForm')}</Link>
    </>
  )
}

/** What a returned form is about; another file or field takes another form. */
function FixedSubject({ of }: { of: LevelChangeContent }) {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  const field = fields.find((one) => one.id === of.fieldId)
  return (
    <>
      <KeyValue
        items={[
          { label: t('custody.change.customer'), value: of.fileNo ?? t('custody.changes.catalogue') },
          {
            label: t('custody.field'),
            value:
              of.fieldId === null ? t('custody.changes.wholeFile') : field === undefined ? '' : pick(field),
          },
        ]}
      />
      {(['scope', 'customerId', 'fieldId'] as const).map((name) => (
        <Form.Item key={name} name={name} hidden>
          <Input />
        </Form.Item>
      ))}
    </>
  )
}

/** Which file, which field. */
function Subject({
  values,
  subject,
  required,
}: {
  values: Values
  subject: LevelSubject | undefined
  required: { required: boolean; message: string }
}): ReactNode {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  const collected = subject === undefined ? null : new Set(subject.fields.map((field) => field.id))
  const choosable = fields.filter(
    (field) => values.scope === 'catalogue' || collected === null || collected.has(field.id),
  )
  return (
    <>
      <Form.Item name="scope" label={t('custody.change.scope')}>
        <Radio.Group
          options={(['file', 'field', 'catalogue'] as const).map((scope) => ({
            value: scope,
            label: t(`custody.change.scope.${scope}`),
          }))}
        />
      </Form.Item>
      {values.scope !== 'catalogue' && (
        <Form.Item name="customerId" label={t('custody.change.customer')} rules={[required]}>
          <CustomerPicker
            {...(subject === undefined ? {} : { known: [{ id: subject.customerId, label: subject.fileNo }] })}
          />
        </Form.Item>
      )}
      {values.scope !== 'file' && (
        <Form.Item name="fieldId" label={t('custody.field')} rules={[required]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={choosable.map((field) => ({ value: field.id, label: pick(field) }))}
          />
        </Form.Item>
      )}
      {values.scope === 'catalogue' && (
        <Alert type="info" showIcon title={t('custody.change.allCustomers')} />
      )}
    </>
  )
}

const isChanged = (values: Values, returned: LevelChangeContent): boolean => {
  const before = valuesOf(returned)
  return (
    values.reason.trim() !== before.reason ||
    (['toLevel', 'kind', 'term', 'years', 'who'] as const).some((key) => values[key] !== before[key])
  )
}

function Editor({
  name,
  initial,
  returned,
}: {
  name: string
  initial: Values
  /** The returned form that is corrected. */
  returned?: LevelChangeContent
}) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>({ name: `custody.level-change.${name}`, initial })
  const watched = Form.useWatch([], form) as Values | undefined
  const values = watched?.scope === undefined ? draft.values : { ...draft.values, ...watched }
  const catalogue = useCatalogue()
  const levels = useLevelOptions()
  const { rank, subject, error } = usePresentLevel(values)
  const lowest = Math.min(...levels.map((one) => one.value))
  const to = values.toLevel
  const predicted = usePredicted(
    rank === undefined || to === null || to === undefined || (to === rank && values.kind !== 'classify')
      ? null
      : {
          form: 'level-change',
          level: Math.max(rank, to),
          action: to > rank ? 'raise' : to === rank ? 'classify' : to === lowest ? 'declassify' : 'lower',
          customers: 0,
          categories: [],
        },
  )
  const path = returned === undefined ? '/level-changes' : `/level-changes/${returned.id}/resubmit`
  const save = usePost<NewLevelChangeBody | CorrectedLevelChangeBody, { id: string }>(path, {
    refresh: ['/level-changes', '/approvals', '/desk'],
    onDone: ({ id }) => {
      draft.discard()
      void navigate(`/approvals/${id}`)
    },
  })
  const send = (all: Values): void => {
    const { customerId, fieldId, ...wish } = bodyOf(all)
    const about = {
      ...(customerId === undefined ? {} : { customerId }),
      ...(fieldId === undefined ? {} : { fieldId }),
    }
    const chosen = picksFor(predicted, all.picks)
    const picks = Object.keys(chosen).length === 0 ? {} : { picks: chosen }
    const cc = (all.cc ?? []).length === 0 ? {} : { cc: all.cc }
    save.mutate(returned === undefined ? { ...about, ...wish, ...picks, ...cc } : { ...wish, ...picks })
  }
  const required = { required: true, message: t('custody.required') }
  return (
    <div className="custody-narrow">
      <PageHeader
        title={
          returned === undefined
            ? t('custody.change.title')
            : `${t('custody.change.correct')} ${returned.number}`
        }
        hint={t(returned === undefined ? 'custody.change.hint' : 'custody.change.correctHint')}
        primary={
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t(returned === undefined ? 'custody.change.submit' : 'custody.change.resubmit')}
          </Button>
        }
      />
      <ProblemNotice error={save.error ?? error ?? catalogue.error} />
      <DraftForm<Values> form={form} draft={draft} onSubmit={send}>
        <FormSection number="1" title={t('custody.change.subject')}>
          {returned === undefined ? (
            <Subject values={values} subject={subject} required={required} />
          ) : (
            <FixedSubject of={returned} />
          )}
        </FormSection>
        <FormSection number="2" title={t('custody.change.level')}>
          <p className="custody-now">
            {t('custody.presentLevel')}{' '}
            {rank === undefined ? <span className="dash">—</span> : <Level rank={rank} />}
          </p>
          <LevelAndTerm rank={rank} lowest={lowest} kind={values.kind} term={values.term} />
          <Form.Item
            name="reason"
            label={t('custody.change.reason')}
            rules={[required, { min: 5, whitespace: true, message: t('custody.change.reasonShort') }]}
          >
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        </FormSection>
        <FormSection number="3" title={t('custody.change.approvers')}>
          {predicted.reply === undefined && predicted.error === null ? (
            <p className="soft">{t('custody.change.approversHint')}</p>
          ) : (
            <PredictedWay predicted={predicted} />
          )}
          <ApplicantPicks predicted={predicted} />
          {returned === undefined && (
            <Form.Item name="cc" label={t('custody.change.cc')} extra={t('custody.change.ccHint')}>
              <PersonPicker multiple />
            </Form.Item>
          )}
        </FormSection>
      </DraftForm>
      {returned !== undefined && (
        <StraightBack
          path={`/level-changes/${returned.id}/send-back`}
          to={returned.straightTo}
          changed={isChanged(values, returned)}
          onDone={({ id }) => {
            draft.discard()
            void navigate(`/approvals/${id}`)
          }}
        />
      )}
    </div>
  )
}
