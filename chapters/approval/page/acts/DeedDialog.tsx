import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { PersonPicker, ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../../wire.ts'
import { DeedFields } from './DeedFields.tsx'
import { addressOf, bodyOf, type Deed, type Given, lacking, shapes, signs } from './deeds.ts'
import { MaterialFiles } from '../signing/MaterialFiles.tsx'
import { SignaturePad } from '../signing/SignaturePad.tsx'

interface DialogProps {
  readonly form: ApprovalReply
  readonly deed: Deed
  readonly onClose: () => void
}

/** Deeds in which an opinion may be kept for later. */
const keeps: readonly Deed[] = ['approve', 'reject', 'return', 'advise']

/** The window of one deed: what it does, whom it concerns, the opinion. What the server refuses is shown in it. */
export function DeedDialog({ form, deed, onClose }: DialogProps) {
  const t = useText()
  const navigate = useNavigate()
  const keeping = keeps.includes(deed) && form.may.save
  const [given, setGiven] = useState<Given>(() => begun(form, deed, keeping))
  const [tried, setTried] = useState(false)
  const change = (part: Partial<Given>): void => setGiven((now) => ({ ...now, ...part }))
  const send = usePost<object, { id: string }>(addressOf(deed, form.id), {
    onDone: ({ id }) => {
      onClose()
      if (deed === 'again') void navigate(`/approvals/${id}`)
    },
  })
  const save = usePost<object>(`/approvals/${form.id}/save`, { onDone: onClose })
  const lacks = lacking(deed, form, given)
  const confirm = (): void => {
    setTried(true)
    if (lacks === null) send.mutate(bodyOf(deed, form, given))
  }
  const keep = (
    <Button
      key="keep"
      loading={save.isPending}
      disabled={given.opinion.trim() === ''}
      onClick={() => save.mutate({ taskId: form.taskId, opinion: given.opinion.trim() })}
    >
      {t('approval.do.save')}
    </Button>
  )
  return (
    <Modal
      open
      title={t(`approval.ask.${deed}`, { number: form.number })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('kit.cancel')}
        </Button>,
        keeping && keep,
        <Button
          key="send"
          type="primary"
          danger={shapes[deed].danger === true}
          loading={send.isPending}
          onClick={confirm}
        >
          {t(`approval.do.${deed}`)}
        </Button>,
      ]}
    >
      <p className="modal-text">{t(`approval.ask.${deed}Text`)}</p>
      <DeedFields form={form} deed={deed} given={given} onChange={change} />
      <People deed={deed} given={given} onChange={change} />
      <Opinion form={form} deed={deed} given={given} onChange={change} onSend={confirm} />
      {(deed === 'comment' || deed === 'material') && (
        <MaterialFiles form={form.id} files={given.files} onChange={(files) => change({ files })} />
      )}
      {signs(deed, form, given) && (
        <SignaturePad value={given.signature} onChange={(signature) => change({ signature })} />
      )}
      <p className="field-error" role="status">
        {tried && lacks !== null ? t(`approval.lacks.${lacks}`) : ''}
      </p>
      <ProblemNotice error={send.error ?? save.error} />
    </Modal>
  )
}

function begun(form: ApprovalReply, deed: Deed, keeping: boolean): Given {
  const [jump] = form.jumpTo
  const task = deed === 'remove' ? form.removable[0] : form.now[0]
  return {
    opinion: keeping ? (form.draft ?? '') : '',
    people: [],
    where: form.may.add ? 'before' : 'peer',
    mode: 'all',
    to: deed === 'jump' ? (jump === undefined ? '' : String(jump.to)) : 'applicant',
    after: 'rerun',
    taskId: task?.taskId ?? '',
    picks: {},
    signature: null,
    files: [],
    change: {},
  }
}

interface PartProps {
  readonly deed: Deed
  readonly given: Given
  readonly onChange: (part: Partial<Given>) => void
}

function People({ deed, given, onChange }: PartProps) {
  const t = useText()
  const id = useId()
  const { people } = shapes[deed]
  if (people === undefined) return null
  const label = t(people === 'many' ? 'approval.ask.people' : 'approval.ask.to')
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="modal-text">
        <PersonPicker
          id={id}
          label={label}
          multiple={people === 'many'}
          value={people === 'many' ? [...given.people] : (given.people[0] ?? null)}
          onChange={(value) =>
            onChange({ people: Array.isArray(value) ? value : value === null ? [] : [value] })
          }
        />
      </div>
    </>
  )
}

function Opinion({
  form,
  deed,
  given,
  onChange,
  onSend,
}: PartProps & { form: ApprovalReply; onSend: () => void }) {
  const t = useText()
  const id = useId()
  const { opinion } = shapes[deed]
  if (opinion === 'none') return null
  const needed = opinion === 'needed' || (deed === 'approve' && form.opinionNeeded)
  const says = ['approve', 'advise', 'comment', 'material', 'ask-material', 'confirm'].includes(deed)
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {t(says ? 'kit.opinion' : 'kit.reason')}{' '}
        {needed && <span className="must">{t('kit.compulsory')}</span>}
      </label>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={2000}
        autoFocus
        value={given.opinion}
        onChange={(event) => onChange({ opinion: event.target.value })}
        onPressEnter={(event) => {
          // A line of its own needs Shift; while Chinese is being composed Enter belongs to the input method.
          if (event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          onSend()
        }}
      />
    </>
  )
}
