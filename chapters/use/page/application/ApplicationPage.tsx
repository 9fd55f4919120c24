import { Button, Form } from 'antd'
import { useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import {
  DraftForm,
  DraftNote,
  Loading,
  PageHeader,
  ProblemNotice,
  SideBySide,
  timeText,
  useGet,
  useNow,
  usePost,
  useText,
  useTimeZone,
  Watermark,
  type Problem,
} from '../../../../doors/web/ui/index.ts'
import type { ApplicationContent, ApplicationBody, Draft as SavedDraft } from '../../wire.ts'
import { picksFor, StraightBack, usePredicted } from '../../../approval/page/panels.tsx'
import { Applicant, Keeping, Picks, PurposeAndPeriod, Undertaking, WhatIsWanted } from './FormParts.tsx'
import { useKnownCustomers } from './known-customers.ts'
import { Summary, useCase } from './Summary.tsx'
import { useApplicationDraft } from './use-draft.ts'
import {
  bodyOf,
  fieldOfPath,
  isChanged,
  valuesFromAddress,
  valuesFromContent,
  valuesFromDraft,
  type Values,
} from './values.ts'

interface Kept {
  draft: SavedDraft | null
  savedAt: string | null
}

/** The unfinished form kept on the server, offered when this one begins empty. */
function OldDraft({ kept, onTake }: { kept: Kept; onTake: (draft: SavedDraft) => void }) {
  const t = useText()
  const zone = useTimeZone()
  if (kept.draft === null || kept.savedAt === null) return null
  const { draft } = kept
  return (
    <p className="use-note bar" role="status">
      {t('use.form.oldDraft', {
        time: timeText(kept.savedAt, zone),
        customers: draft.customers.length,
        fields: draft.fields.length,
      })}{' '}
      <Button size="small" onClick={() => onTake(draft)}>
        {t('use.form.takeDraft')}
      </Button>
    </p>
  )
}

interface EditorProps {
  initial: Values
  today: string
  /** The returned application that is being changed. */
  change: string | null
  content: ApplicationContent | undefined
  kept: Kept | null
}

function Editor({ initial, today, change, content, kept }: EditorProps) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const draft = useApplicationDraft(initial, change === null)
  const { values } = draft
  const known = useKnownCustomers(values.customers)
  const predicted = usePredicted(useCase(values, known))
  const submit = usePost<ApplicationBody, { id: string }>(
    change === null ? '/applications' : `/applications/${change}/resubmit`,
    {
      refresh: ['/applications', '/session', '/desk'],
      onDone: ({ id }) => {
        draft.discard()
        void navigate(`/approvals/${id}`)
      },
    },
  )
  const problem: Problem | undefined = submit.error?.problem
  useEffect(() => {
    if (problem?.kind !== 'mistake') return
    const name = fieldOfPath(problem.mistake.field)
    if (name !== null) form.scrollToField(name, { focus: true, block: 'center' })
  }, [problem, form])
  const take = (saved: SavedDraft): void => {
    const next = { ...valuesFromDraft(saved, today), reason: values.reason }
    draft.replace(next)
    form.setFieldsValue(next)
  }
  const send = (
    <Button type="primary" loading={submit.isPending} onClick={() => form.submit()}>
      {t(change === null ? 'use.form.submit' : 'use.form.resubmit')}
    </Button>
  )
  const untouched = draft.state === 'untouched' && values.customers.length === 0 && values.fields.length === 0
  return (
    <>
      <PageHeader
        title={t('use.form.title')}
        hint={
          <>
            {t('kit.formNo', { number: 'BM-R-01', version: 'A/0' })} <DraftNote state={draft.state} />
          </>
        }
        primary={send}
      />
      {kept !== null && untouched && <OldDraft kept={kept} onTake={take} />}
      <ProblemNotice error={submit.error} />
      <DraftForm<Values>
        form={form}
        draft={draft}
        className="use-form"
        onSubmit={(all) => {
          draft.discard()
          submit.mutate(bodyOf(all, picksFor(predicted, all.picks)))
        }}
      >
        <SideBySide
          sideWidth={272}
          main={
            <>
              <Applicant />
              <WhatIsWanted known={known} />
              <PurposeAndPeriod today={today} />
              <Keeping modes={values.modes} />
              <Picks predicted={predicted} />
              <Undertaking />
              <div className="use-buttons">{send}</div>
            </>
          }
          side={
            <>
              <Summary values={values} known={known} predicted={predicted} />
              {change !== null && content !== undefined && (
                <StraightBack
                  path={`/applications/${change}/send-back`}
                  to={content.straightTo}
                  changed={isChanged(initial, values)}
                  onDone={({ id }) => void navigate(`/approvals/${id}`)}
                />
              )}
            </>
          }
        />
      </DraftForm>
    </>
  )
}

/** 客户资料使用申请表: empty, filled in from the address, like an earlier one, or an own one that was returned. */
export default function ApplicationPage() {
  const [query] = useSearchParams()
  const zone = useTimeZone()
  const again = query.get('again')
  const change = query.get('change')
  const earlier = change ?? again
  const content = useGet<ApplicationContent>(earlier === null ? null : `/applications/${earlier}`)
  const kept = useGet<Kept>(earlier === null ? '/applications/draft' : null, {}, { keep: false })
  const today = timeText(useNow(60), zone, 'day')
  if (content.error !== null) return <ProblemNotice error={content.error} />
  if (earlier === null ? kept.isPending : content.data === undefined) return <Loading />
  const initial =
    content.data === undefined ? valuesFromAddress(query, today) : valuesFromContent(content.data, today)
  return (
    <Watermark>
      <Editor
        initial={initial}
        today={today}
        change={change}
        content={content.data}
        kept={kept.data ?? null}
      />
    </Watermark>
  )
}
