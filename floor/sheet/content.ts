import { open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { sheetMistake } from './mistakes.ts'
import type { SheetLimits } from './types.ts'

const CFB = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le')
const CFB_SEARCHED = 32 * 1024 * 1024

/** Endings by the content they promise. */
const promised: Readonly<Record<string, 'xlsx' | 'csv'>> = {
  '.xlsx': 'xlsx',
  '.csv': 'csv',
  '.txt': 'csv',
  '.tsv': 'csv',
}

/**
 * Decides by content, never by name, what a file is; then checks that the name does not promise something else.
 * `name` is the original file name (an uploaded file may lie on disk without one). Throws `sheet.missing`, `sheet.empty`,
 * `sheet.too-big`, `sheet.encrypted`, `sheet.old-format`, `sheet.macros`, `sheet.wrong-extension`, `sheet.not-a-sheet`.
 */
export async function contentOf(
  file: string,
  name: string,
  limits: SheetLimits,
): Promise<{ format: 'xlsx' | 'csv'; bytes: number }> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw sheetMistake('sheet.missing')
  if (found.size === 0) throw sheetMistake('sheet.empty')
  if (found.size > limits.fileBytes) throw sheetMistake('sheet.too-big')
  const handle = await open(file, 'r')
  try {
    const head = Buffer.alloc(8)
    await handle.read(head, 0, 8, 0)
    if (head.equals(CFB)) {
      throw sheetMistake((await contains(handle, ENCRYPTED_PACKAGE)) ? 'sheet.encrypted' : 'sheet.old-format')
    }
    const format = head.readUInt32LE(0) === 0x04034b50 ? 'xlsx' : 'csv'
    const extension = extname(name).toLowerCase()
    if (extension === '.xlsm' || extension === '.xltm') throw sheetMistake('sheet.macros')
    const expected = promised[extension]
    if (extension !== '' && expected !== format) {
      if (expected === undefined && format === 'csv') throw sheetMistake('sheet.not-a-sheet')
      throw sheetMistake('sheet.wrong-extension', { extension, actual: format })
    }
    return { format, bytes: found.size }
  } finally {
    await handle.close()
  }
}

async function contains(handle: Awaited<ReturnType<typeof open>>, needle: Buffer): Promise<boolean> {
  const step = 1024 * 1024
  const window = Buffer.alloc(step + needle.length)
  for (let at = 0; at < CFB_SEARCHED; at += step) {
    const { bytesRead } = await handle.read(window, 0, window.length, at)
    if (window.subarray(0, bytesRead).includes(needle)) return true
    if (bytesRead < window.length) return false
  }
  return false
}
