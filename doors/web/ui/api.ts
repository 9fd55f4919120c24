import { csrfToken } from './csrf.ts'
import { keepSigned, signDevice } from './device-key.ts'
import { ApiError, problemFromReply } from './problem.ts'

/** Values of a query string; undefined, empty and null ones are left out, lists repeat the name. */
export type Params = Record<
  string,
  string | number | boolean | null | undefined | readonly (string | number)[]
>

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE'

let whenSignedOut: () => void = () => undefined

let whenUnproven: () => Promise<boolean> = () => Promise.resolve(false)

/**
 * The shell says here how the person proves anew who they are when an act needs it; resolves to whether they did. The
 * request is then repeated once.
 */
export function onUnproven(ask: () => Promise<boolean>): void {
  whenUnproven = ask
}

const wantsProof = (error: unknown): boolean =>
  error instanceof ApiError &&
  ((error.problem.kind === 'refusal' && error.problem.refusal.next === 'step-up') ||
    (error.problem.kind === 'mistake' && error.problem.mistake.code === 'people.prove-first'))

async function provenOnce<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (wantsProof(error) && (await whenUnproven())) return await act()
    throw error
  }
}

/** The shell says here what to do when the server answers 401. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act
}

/** Writes a query string with its question mark, or nothing when there are no values. */
export function queryString(params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue
    if (typeof value === 'object') for (const one of value) query.append(name, String(one))
    else query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The full address of an API path; also for links to downloads. */
export const apiUrl = (path: string, params?: Params): string => `/api/v1${path}${queryString(params)}`

/**
 * The server wants to see that this is the browser that signed in. Where anybody may call, it says so in the reply to
 * `GET /session`: signing there at once leaves the page as it is, with what was typed into it.
 */
async function wantsSignature(response: Response): Promise<boolean> {
  const isSession = response.ok && new URL(response.url, window.location.href).pathname === apiUrl('/session')
  if (response.status !== 401 && !isSession) return false
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const said = body as { blocked?: unknown; mistake?: { code?: unknown } } | undefined
  return said?.mistake?.code === 'people.device-signature' || said?.blocked === 'signature'
}

/** With the token against forged requests as it is now. */
function renewed(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers)
  if (headers.has('x-mifeng-csrf')) headers.set('x-mifeng-csrf', csrfToken())
  return { ...init, headers }
}

/** The answer to whoever proved anew who they are may come a little later than the one to a request beside it. */
const besideMs = 150

/**
 * Sends; where the browser's signature is due it signs, and sends once more. Whoever proves anew who they are goes on
 * under another token: what left with the old one at that very moment is sent once more too, and nobody is signed out.
 */
async function fetchSigned(url: string, init: () => RequestInit): Promise<Response> {
  const sentAs = csrfToken()
  const response = await fetch(url, init())
  if (await wantsSignature(response))
    return (await signDevice()) ? await fetch(url, renewed(init())) : response
  if (response.status !== 401) return response
  if (csrfToken() === sentAs) await new Promise((resolve) => setTimeout(resolve, besideMs))
  return csrfToken() === sentAs ? response : await fetch(url, renewed(init()))
}

async function reply<T>(response: Response): Promise<T> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json() : await response.text()
  if (response.ok) return body as T
  const problem = problemFromReply(response.status, body)
  if (problem.kind === 'signed-out') whenSignedOut()
  throw new ApiError(problem)
}

/** Headers of a request that changes something. The key makes a repeated request one act. */
export const changeHeaders = (key: string = crypto.randomUUID()): Record<string, string> => ({
  'x-mifeng-csrf': csrfToken(),
  'idempotency-key': key,
})

async function send<T>(verb: Verb, url: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetchSigned(url, () => ({ method: verb, credentials: 'same-origin', ...init }))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError({ kind: 'offline' })
  }
  return await reply<T>(response)
}

const change = <T>(verb: Verb, path: string, body: unknown, key?: string): Promise<T> =>
  provenOnce(() => changeOnce<T>(verb, path, body, key))

function changeOnce<T>(verb: Verb, path: string, body: unknown, key?: string): Promise<T> {
  const headers = changeHeaders(key)
  if (body === undefined) return send<T>(verb, apiUrl(path), { headers })
  if (body instanceof FormData) return send<T>(verb, apiUrl(path), { headers, body })
  headers['content-type'] = 'application/json'
  return send<T>(verb, apiUrl(path), { headers, body: JSON.stringify(body) })
}

/**
 * Reads from the API. All functions here throw `ApiError`.
 * @param path after `/api/v1`, for example `/customers`
 */
export const get = <T>(path: string, params?: Params, signal?: AbortSignal, quiet = false): Promise<T> =>
  send<T>('GET', apiUrl(path, params), {
    ...(signal ? { signal } : {}),
    // What a page asks by itself does not count as the person's activity: the idle limit goes on running.
    ...(quiet ? { headers: { 'x-mifeng-quiet': '1' } } : {}),
  })

/** Sends JSON, or a FormData as it is; `key` repeats an earlier attempt. */
export const post = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  change<T>('POST', path, body, key)

export const put = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  change<T>('PUT', path, body, key)

export const del = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  change<T>('DELETE', path, body, key)

/**
 * Sends a form with files and tells how far it is.
 * @param onProgress receives 0 to 1
 */
export async function upload<T>(
  path: string,
  form: FormData,
  onProgress: (part: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  // A large file should not arrive to be asked for a signature; where the address changed just now it is sent anew.
  await keepSigned()
  const answer = await uploadOnce(path, form, onProgress, signal)
  const isDue = (await wantsSignature(answer)) && (await signDevice())
  return await reply<T>(isDue ? await uploadOnce(path, form, onProgress, signal) : answer)
}

function uploadOnce(
  path: string,
  form: FormData,
  onProgress: (part: number) => void,
  signal?: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl(path))
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('error', () => reject(new ApiError({ kind: 'offline' })))
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    request.addEventListener('load', () => {
      const type = request.getResponseHeader('content-type') ?? 'text/plain'
      const empty = request.status === 204 || request.status === 205 || request.status === 304
      resolve(
        new Response(empty ? null : request.responseText, {
          status: request.status || 500,
          headers: { 'content-type': type },
        }),
      )
    })
    signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** Sends a request whose answer is a file, and hands the file to the browser's downloads. */
export const download = (path: string, body?: unknown, fallbackName = 'mifeng'): Promise<void> =>
  provenOnce(() => downloadOnce(path, body, fallbackName))

async function downloadOnce(path: string, body: unknown, fallbackName: string): Promise<void> {
  const headers = changeHeaders()
  let init: RequestInit = { method: 'GET', credentials: 'same-origin' }
  if (body !== undefined) {
    headers['content-type'] = 'application/json'
    init = { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) }
  }
  const response = await fetchSigned(apiUrl(path), () => init).catch(() => {
    throw new ApiError({ kind: 'offline' })
  })
  if (!response.ok) return await reply<never>(response)
  const named = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = named === undefined ? fallbackName : decodeURIComponent(named)
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Asks for a picture and gives its bytes; it is never put into an address that could be passed on. */
export const picture = (path: string, signal?: AbortSignal): Promise<Blob> =>
  provenOnce(async () => {
    const headers = { ...changeHeaders(), 'content-type': 'application/json' }
    const init: RequestInit = {
      method: 'POST',
      credentials: 'same-origin',
      headers,
      body: '{}',
      ...(signal ? { signal } : {}),
    }
    const response = await fetchSigned(apiUrl(path), () => init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiError({ kind: 'offline' })
    })
    return response.ok ? await response.blob() : await reply<never>(response)
  })
