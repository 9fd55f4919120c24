import { useCallback, useState } from 'react'
import { useNow } from '../../../../doors/web/ui/index.ts'
import type { FileView, ReadingBody, ReadingReply } from '../../wire.ts'
import { useReveals, type Ending, type Revealed } from './reveals.ts'
import type { FileField, RunningGrant } from './use-file.ts'

/** Everything that a line of the file can do. */
export interface FileTools {
  view: FileView
  /** Milliseconds since 1970, anew every few seconds. */
  now: number
  shown: ReadonlyMap<number, Revealed>
  ended: Ending | null
  /** Fields put into the application that is being put together. */
  chosen: readonly number[]
  toggle: (field: number) => void
  clear: () => void
  /** The field being opened now; -1 for several. */
  opening: number | null
  /** What the last opening was refused with. */
  error: unknown
  /** Fields that stayed closed although the rest was opened. */
  left: readonly number[]
  /** Openings left of a grant, as far as this page has used it. */
  openingsLeft: ReadonlyMap<string, number>
  /** Values opened on a stated reason since the page was loaded. */
  viewsUsed: number
  openGranted: (fields: number[], grant: RunningGrant) => void
  openReason: (fields: number[], purpose: string, reason: string) => Promise<void>
  copy: (field: number, grant: RunningGrant) => Promise<string>
  hide: (fields?: readonly number[]) => void
  /** Opens the window that asks for purpose and reason. */
  ask: (field: FileField) => void
  asked: FileField | null
  stopAsking: () => void
  /** The reason last given for this file; in memory only. */
  reason: string
}

/** The state of one customer's page. */
export function useFileTools(view: FileView): FileTools {
  const reveals = useReveals(view.id)
  const now = useNow(5)
  const [chosen, setChosen] = useState<number[]>([])
  const [opening, setOpening] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [left, setLeft] = useState<number[]>([])
  const [asked, setAsked] = useState<FileField | null>(null)
  const [reason, setReason] = useState('')
  const [openingsLeft, setOpeningsLeft] = useState<ReadonlyMap<string, number>>(new Map())
  const [viewsUsed, setViewsUsed] = useState(0)
  const { open: openRecorded } = reveals
  const open = useCallback(
    async (body: Omit<ReadingBody, 'customer'>): Promise<ReadingReply> => {
      const reply = await openRecorded(body)
      const { grant, left: count } = reply
      const opened = reply.values.filter((value) => value.sight === 'full').length
      if (grant === null) setViewsUsed((before) => before + opened)
      if (grant !== null && count !== null) setOpeningsLeft((before) => new Map(before).set(grant, count))
      return reply
    },
    [openRecorded],
  )
  const openGranted = useCallback(
    (fields: number[], grant: RunningGrant): void => {
      setOpening(fields.length === 1 ? (fields[0] ?? null) : -1)
      setError(null)
      open({ fields, purpose: grant.purpose, application: grant.application, mode: 'read' })
        .then((reply) => setLeft(reply.values.flatMap((one) => (one.sight === 'full' ? [] : [one.field]))))
        .catch(setError)
        .finally(() => setOpening(null))
    },
    [open],
  )
  const openReason = useCallback(
    async (fields: number[], purpose: string, stated: string): Promise<void> => {
      const reply = await open({ fields, purpose, reason: stated, mode: 'read' })
      setReason(stated)
      setError(null)
      setLeft(reply.values.flatMap((one) => (one.sight === 'full' ? [] : [one.field])))
    },
    [open],
  )
  const copy = useCallback(
    async (field: number, grant: RunningGrant): Promise<string> => {
      const reply = await open({
        fields: [field],
        purpose: grant.purpose,
        application: grant.application,
        mode: 'copy',
      })
      return reply.values.find((one) => one.field === field)?.text ?? ''
    },
    [open],
  )
  const toggle = useCallback((field: number) => {
    setChosen((before) =>
      before.includes(field) ? before.filter((one) => one !== field) : [...before, field],
    )
  }, [])
  return {
    view, now, shown: reveals.shown, ended: reveals.ended, chosen, toggle, clear: () => setChosen([]), opening, error, left,
    openingsLeft, viewsUsed, openGranted, openReason, copy, hide: reveals.hide, ask: setAsked, asked, stopAsking: () => setAsked(null), reason,
  } // prettier-ignore
}
