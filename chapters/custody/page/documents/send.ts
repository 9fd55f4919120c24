import { get, post, upload } from '../../../../doors/web/ui/index.ts'
import type { UploadReply } from '../../wire.ts'

/** Up to this size a document goes in one request; larger ones in parts. As the server has it. */
export const wholeMostBytes = 16 * 1024 * 1024
const edgeBytes = 1024 * 1024
const triesMost = 5

export interface Sending {
  readonly file: File
  readonly title: string
  readonly level: number | null
}

/** How far it is: `send` while it goes out, `check` while the server looks it through. */
export interface SendProgress {
  readonly step: 'send' | 'check'
  /** 0 to 1. */
  readonly part: number
}

/** SHA-256 over size, first and last mebibyte: by this an interrupted upload is known again. */
async function fingerprintOf(file: File): Promise<string> {
  const edges = new Blob([`${file.size}/`, file.slice(0, edgeBytes), file.slice(-edgeBytes)])
  const digest = await crypto.subtle.digest('SHA-256', await edges.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('stopped', 'AbortError'))
    })
  })

/** Only what the network did is tried again; what the server says no to stays so. */
async function insisting<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await act()
    } catch (error) {
      const isOffline = (error as { problem?: { kind?: string } }).problem?.kind === 'offline'
      if (!isOffline || attempt === triesMost || signal.aborted) throw error
      await pause(1000 * 2 ** attempt, signal)
    }
}

/**
 * Sends a document into a customer's file: small ones at once, large ones in parts that go on where an earlier attempt
 * stopped. Resolves once it counts, or to the code of what was wrong with it.
 */
export async function sendDocument(
  customerId: string,
  { file, title, level }: Sending,
  onProgress: (progress: SendProgress) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const more = { title, ...(level === null ? {} : { level }) }
  if (file.size <= wholeMostBytes) {
    const form = new FormData()
    form.append('body', JSON.stringify(more))
    form.append('file', file)
    await upload(
      `/customers/${customerId}/attachments`,
      form,
      (part) => onProgress({ step: 'send', part }),
      signal,
    )
    return undefined
  }
  const begun = await post<UploadReply>(`/customers/${customerId}/uploads`, {
    name: file.name.slice(0, 200),
    size: file.size,
    fingerprint: await fingerprintOf(file),
    ...more,
  })
  signal.addEventListener('abort', () => void post(`/uploads/${begun.id}/cancel`, {}).catch(() => undefined))
  await sendParts(begun, file, (part) => onProgress({ step: 'send', part }), signal)
  await insisting(() => post(`/uploads/${begun.id}/finish`, {}), signal)
  return await checked(begun.id, (part) => onProgress({ step: 'check', part }), signal)
}

async function sendParts(
  begun: UploadReply,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const there = new Set(begun.received)
  let sent = there.size * begun.partBytes
  for (let index = 0; index < begun.parts; index++) {
    if (there.has(index)) continue
    const piece = file.slice(index * begun.partBytes, (index + 1) * begun.partBytes)
    const before = sent
    await insisting(async () => {
      const form = new FormData()
      form.append('file', piece, 'part')
      const tell = (part: number): void => onProgress(Math.min(1, (before + part * piece.size) / file.size))
      await upload(`/uploads/${begun.id}/parts/${index}`, form, tell, signal)
    }, signal)
    sent += piece.size
  }
}

async function checked(
  id: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (;;) {
    const state = await insisting(() => get<UploadReply>(`/uploads/${id}`, {}, signal, true), signal)
    if (state.state === 'done') return undefined
    if (state.state !== 'checking') return state.problem ?? state.state
    onProgress(state.checkedBytes / state.size)
    await pause(1000, signal)
  }
}
