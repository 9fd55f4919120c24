import type { ReactNode } from 'react'
import { type Opinion, type Tone, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../wire.ts'
import { Due } from './columns.tsx'
import { Files } from './signing/Signatures.tsx'
import { verbTone } from './words.tsx'

/** The whole way of a form: what was said, where it waits, and the predicted steps. */
export function useOpinions(form: ApprovalReply): readonly Opinion[] {
  const t = useText()
  const { pick } = useLanguage()
  const done = form.timeline.map((one): Opinion => {
    const tone: Tone = verbTone[one.verb] ?? 'neutral'
    const extra = notesOf(one, t, pick)
    return {
      key: `done-${one.seq}`,
      step: one.step === null ? t(`approval.did.${one.verb}`) : pick(one.step),
      who: one.person?.name ?? t('approval.form.clock'),
      post: one.person?.post ?? '',
      verb: t(`approval.verb.${one.verb}`),
      tone,
      at: one.at,
      reason: one.opinion,
      place: 'done',
      ...(extra.length === 0 && one.files.length === 0
        ? {}
        : {
            extra: (
              <>
                <Notes notes={extra} />
                <Files id={form.id} files={one.files} />
              </>
            ),
          }),
    }
  })
  const now = form.now.map((one): Opinion => ({
    key: `now-${one.taskId}`,
    step: pick(one.step),
    who: one.person.name,
    post: one.person.post,
    place: 'now',
    extra: <Waiting task={one} />,
  }))
  const ahead = form.ahead.map((one, place): Opinion => ({
    key: `ahead-${place}`,
    step: pick(one.step),
    who: one.people.map(({ person }) => person.name).join(' · '),
    place: 'ahead',
    ...(one.people.length > 1 ? { extra: <Notes notes={[t(`approval.mode.${one.mode}`)]} /> } : {}),
  }))
  return [...done, ...now, ...ahead]
}

type Line = ApprovalReply['timeline'][number]

function notesOf(
  one: Line,
  t: ReturnType<typeof useText>,
  pick: (texts: { zh: string; en: string }) => string,
): readonly string[] {
  const notes: string[] = []
  if (one.onBehalfOf !== null) notes.push(t('approval.form.onBehalf', { name: one.onBehalfOf.name }))
  if (one.to !== null) notes.push(t('approval.form.returnedTo', { step: pick(one.to) }))
  if (one.people.length > 0)
    notes.push(t('approval.form.toPeople', { names: one.people.map((person) => person.name).join(' · ') }))
  if (one.origin !== null && one.origin !== 'step') notes.push(t(`approval.origin.${one.origin}`))
  if (one.outdated) notes.push(t('approval.form.outdated'))
  return notes
}

function Notes({ notes }: { notes: readonly string[] }): ReactNode {
  return (
    <>
      {notes.map((note) => (
        <div key={note} className="soft">
          {note}
        </div>
      ))}
    </>
  )
}

function Waiting({ task }: { task: ApprovalReply['now'][number] }) {
  const t = useText()
  return (
    <div className="soft">
      {task.dueAt !== null && (
        <div>
          {t('approval.form.due')} <Due at={task.dueAt} />
        </div>
      )}
      {task.origin !== 'step' && (
        <div>
          {t(`approval.origin.${task.origin}`)}
          {task.from !== null && t('approval.form.fromPerson', { name: task.from.name })}
        </div>
      )}
      <div>{t(task.viewedAt === null ? 'approval.form.unseen' : 'approval.form.seen')}</div>
      {task.escalatedAt !== null && <div>{t('approval.form.stuck')}</div>}
    </div>
  )
}
