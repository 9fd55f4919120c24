import { Drawer } from 'antd'
import {
  CopyButton,
  KeyValue,
  type KeyValueItem,
  Loading,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { EntryDetail } from '../wire.ts'
import { Actor, ApplicationLink, ClauseRefs, Files, Verdict } from './EntryCells.tsx'
import { Plain } from './Plain.tsx'
import { useEntryTitle } from './words.ts'

function useItems(detail: EntryDetail): KeyValueItem[] {
  const t = useText()
  const { pick } = useLanguage()
  const { row } = detail
  const names = (fields: EntryDetail['full']): string =>
    fields.map((field) => pick(field) || String(field.id)).join(t('kit.listComma'))
  const items: KeyValueItem[] = [
    { label: t('supervision.at'), value: <Time at={row.at} form="second" relative={false} /> },
    { label: t('supervision.person'), value: <Actor actor={row.actor} /> },
    { label: t('supervision.result'), value: <Verdict verdict={row.verdict} /> },
    { label: t('supervision.clauseNo'), value: <ClauseRefs numbers={row.clauses} /> },
    { label: t('supervision.fileNo'), value: <Files row={row} /> },
    { label: t('supervision.applicationNo'), value: <ApplicationLink application={row.application} /> },
  ]
  if (detail.purpose !== null)
    items.push({ label: t('supervision.purpose'), value: pick(detail.purpose), wide: true })
  if (detail.full.length > 0)
    items.push({ label: t('supervision.fieldsFull'), value: names(detail.full), wide: true })
  if (detail.masked.length > 0)
    items.push({ label: t('supervision.fieldsMasked'), value: names(detail.masked), wide: true })
  return items
}

/** The recorded text with line breaks; what was hashed is the text without them. */
const readable = (text: string): string => JSON.stringify(JSON.parse(text), null, 2)

function Detail({ detail }: { detail: EntryDetail }) {
  const t = useText()
  const items = useItems(detail)
  return (
    <>
      <KeyValue items={items} columns={2} />
      <h2 style={{ fontSize: 15, margin: '14px 0 6px' }}>
        {t('supervision.entry.text')}{' '}
        <CopyButton text={detail.text} label={t('supervision.entry.copyText')} />
      </h2>
      <Plain label={t('supervision.entry.text')}>{readable(detail.text)}</Plain>
      <p className="soft">{t('supervision.entry.textHint')}</p>
      <h2 style={{ fontSize: 15, margin: '14px 0 6px' }}>{t('supervision.entry.proof')}</h2>
      <KeyValue
        columns={1}
        items={[
          { label: t('supervision.entry.leafHash'), value: <code>{detail.leafHash}</code> },
          { label: t('supervision.entry.root', { size: detail.size }), value: <code>{detail.root}</code> },
        ]}
      />
      <Plain label={t('supervision.entry.proof')}>{detail.proof.join('\n')}</Plain>
      <p className="soft">{t('supervision.entry.proofHint')}</p>
    </>
  )
}

/** One entry as it was recorded, with the way from it to the signed root. */
export function EntryDrawer({ lane, index, onClose }: { lane: number; index: number; onClose: () => void }) {
  const t = useText()
  const titleOf = useEntryTitle()
  const reply = useGet<EntryDetail>(`/audit/entries/${lane}/${index}`)
  const place = t('supervision.placeLong', { lane, index })
  return (
    <Drawer
      open
      size={640}
      onClose={onClose}
      title={reply.data === undefined ? place : `${titleOf(reply.data.row)} · ${place}`}
      closable={{ 'aria-label': t('supervision.close') }}
    >
      {reply.isPending && <Loading />}
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data !== undefined && <Detail detail={reply.data} />}
    </Drawer>
  )
}
