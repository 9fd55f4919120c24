import type { ReactNode } from 'react'
import { StatusTag, type Tone } from './StatusTag.tsx'
import { useText } from './text.ts'
import { Time } from './Time.tsx'

export interface Opinion {
  key: string
  /** Name of the step: 部门负责人意见. */
  step: string
  /** Who acted, or who will. */
  who: string
  /** Their post or department. */
  post?: string
  /** Word for what was done: 同意, 驳回, 退回; absent for steps to come. */
  verb?: string
  tone?: Tone
  at?: string | number
  reason?: string
  /** `ahead` is the predicted way. */
  place: 'done' | 'now' | 'ahead'
  extra?: ReactNode
}

/** The way of a form: opinions given, where it waits, and the predicted steps. */
export function OpinionTimeline({ opinions }: { opinions: readonly Opinion[] }) {
  const t = useText()
  return (
    <ol className="opinions">
      {opinions.map((one) => (
        <li key={one.key} className={one.place} aria-current={one.place === 'now' ? 'step' : undefined}>
          <div className="opinion-head">
            <strong>{one.step}</strong>
            {one.verb !== undefined && <StatusTag tone={one.tone ?? 'neutral'}>{one.verb}</StatusTag>}
            {one.place === 'now' && one.verb === undefined && (
              <StatusTag tone="waiting">{t('kit.opinionNow')}</StatusTag>
            )}
            {one.place === 'ahead' && <span className="soft">{t('kit.opinionAhead')}</span>}
          </div>
          <div className="opinion-who">
            {one.who}
            {one.post !== undefined && <span className="soft"> {one.post}</span>}
            {one.at !== undefined && (
              <span className="soft">
                {' '}
                <Time at={one.at} />
              </span>
            )}
          </div>
          {one.reason !== undefined && one.reason !== '' && <blockquote>{one.reason}</blockquote>}
          {one.extra}
        </li>
      ))}
    </ol>
  )
}
