import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { Mistake } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'

export interface UploadedFile {
  /** Where the bytes lie until the reply is sent; a name of ours, never the sender's. */
  readonly path: string
  /** The sender's name of the file, without folders. */
  readonly name: string
  readonly size: number
  /** The content, where the route keeps it in memory; `path` is then empty. */
  readonly bytes?: Buffer
}

export interface Upload {
  readonly file: UploadedFile
  /** The value of the form field `body`, parsed as JSON; `{}` when there is none. */
  readonly body: unknown
  /** Removes the file. */
  remove(): Promise<void>
}

/** The last part of a name that may carry folders of any system, without control characters. */
export function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).pop() ?? ''
  // Control characters go, since the name is shown in lists and written into headers.
  const clean = Array.from(last.normalize('NFC')).filter((letter) => letter >= ' ' && letter !== '\u007f')
  return clean.slice(0, 200).join('') || 'file'
}

/**
 * Streams the one file of a multipart form to a private temporary file.
 * @param folder outside everything that is served; made with mode 0700 when missing.
 * @throws Mistake `file-missing`, `file-too-large` (413), `unexpected-field`, `unreadable-body`; nothing is left behind.
 */
export async function receiveUpload(
  request: FastifyRequest,
  folder: string,
  limits: { field: string; maxBytes: number; inMemory?: true },
): Promise<Upload> {
  if (!request.isMultipart()) throw new Mistake('content-type', { status: 415 })
  const inMemory = limits.inMemory === true
  if (!inMemory) await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = inMemory ? '' : join(folder, newId())
  let file: UploadedFile | undefined
  const remove = async (): Promise<void> => {
    file?.bytes?.fill(0)
    if (!inMemory) await rm(path, { force: true })
  }
  let body: unknown = {}
  try {
    const parts = request.parts({
      limits: {
        files: 1,
        fields: 1,
        parts: 3,
        fileSize: limits.maxBytes,
        fieldSize: 65_536,
        fieldNameSize: 60,
      },
    })
    for await (const part of parts) {
      if (part.type === 'field') {
        if (part.fieldname !== 'body')
          throw new Mistake('unexpected-field', { field: part.fieldname.slice(0, 60) })
        body = readJson(part.value)
      } else {
        if (part.fieldname !== limits.field)
          throw new Mistake('unexpected-field', { field: part.fieldname.slice(0, 60) })
        const bytes = inMemory ? await part.toBuffer() : undefined
        if (bytes === undefined)
          await pipeline(part.file, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
        if (part.file.truncated) throw tooLarge(limits)
        file = {
          path,
          name: plainName(part.filename),
          size: part.file.bytesRead,
          ...(bytes === undefined ? {} : { bytes }),
        }
      }
    }
    if (file === undefined) throw new Mistake('file-missing', { field: limits.field })
    return { file, body, remove }
  } catch (error) {
    await remove()
    throw (error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge(limits) : error
  }
}

const tooLarge = (limits: { field: string; maxBytes: number }): Mistake =>
  new Mistake('file-too-large', { field: limits.field, status: 413, values: { bytes: limits.maxBytes } })

/** JSON of a form field; names that would reach into a prototype are refused as Fastify does for JSON bodies. */
function readJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text), (key, value: unknown) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw new Error('prototype')
      return value
    })
  } catch {
    throw new Mistake('unreadable-body', { field: 'body', status: 400 })
  }
}
