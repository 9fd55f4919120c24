import { Progress, Tooltip } from 'antd'
import { StatusTag, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { DocumentShown } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { useProblemText } from './words.ts'

/** Names of identifier types as the catalogue of fields has them, else the code. */
export function useFoundText(): (found: DocumentShown['found']) => string {
  const t = useText()
  const { language } = useLanguage()
  return (found) =>
    Object.entries(found)
      .map(([type, count]) => {
        const key = `custody.type.${type}`
        const word = t(key)
        return `${word === key ? type : word} ${count}`
      })
      .join(language === 'zh' ? '、' : ', ')
}

/** What is known about the content of an attachment, in a few marks: text, scan, macros, a hint about its level. */
export function Content({ content }: { content: DocumentShown | null }) {
  const t = useText()
  const problemText = useProblemText()
  const foundText = useFoundText()
  if (content === null) return <span className="dash">—</span>
  const { state, problem, progress, flagged, suggestedLevel } = content
  return (
    <span className="custody-marks">
      {state === 'working' && progress !== null ? (
        <Progress
          percent={Math.round((progress.done / progress.of) * 100)}
          size="small"
          style={{ width: 110 }}
          aria-label={t('custody.doc.state.working')}
        />
      ) : (
        <Tooltip title={problem === null ? undefined : problemText(problem)}>
          <span tabIndex={problem === null ? undefined : 0}>
            <StatusTag tone={toneOf(content)}>{t(`custody.doc.state.${state}`)}</StatusTag>
          </span>
        </Tooltip>
      )}
      {content.pages !== null && (
        <span className="soft">{t('custody.doc.pages', { count: content.pages })}</span>
      )}
      {content.scanned !== 'clean' && (
        <StatusTag tone={content.scanned === 'missed' ? 'warning' : 'neutral'}>
          {t(`custody.doc.scanned.${content.scanned}`)}
        </StatusTag>
      )}
      {content.hasMacros && <StatusTag tone="warning">{t('custody.doc.macros')}</StatusTag>}
      {content.mismatch !== null && (
        <StatusTag tone="warning">{t('custody.doc.mismatch', { ending: content.mismatch })}</StatusTag>
      )}
      {flagged && suggestedLevel !== null && (
        <Tooltip title={t('custody.doc.flaggedHint', { found: foundText(content.found) })}>
          <span tabIndex={0}>
            <StatusTag tone="bad">{t('custody.doc.flagged')}</StatusTag> <Level rank={suggestedLevel} />
          </span>
        </Tooltip>
      )}
    </span>
  )
}

const toneOf = ({ state, problem }: DocumentShown) =>
  state === 'failed' ? 'bad' : state === 'done' ? (problem === null ? 'good' : 'warning') : state === 'none' ? 'neutral' : 'waiting' // prettier-ignore
