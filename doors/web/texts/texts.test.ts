import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { frameTexts } from '../open/texts.ts'
import type { Texts } from '../ui/text.ts'
import { textGroups as staffGroups } from './index.ts'

const openModules = import.meta.glob<Record<string, Texts>>('../../../chapters/*/page/open/**/texts.ts', {
  eager: true,
})
/** The words of the staff's pages, and of the pages for customers. */
const textGroups: readonly { from: string; texts: Texts }[] = [
  ...staffGroups,
  { from: 'open', texts: frameTexts },
  ...Object.entries(openModules).flatMap(([from, module]) =>
    Object.values(module).map((texts) => ({ from, texts })),
  ),
]

const root = join(import.meta.dirname, '../../..')
const namesInEnglish = ['密封', '中文']

/** English may quote Chinese words that people meet in files or type: “工号”. */
const withoutQuoted = (text: string): string => text.replaceAll(/“[^“”]*”/g, '')
/** Texts of one chapter may stand in several files: texts.ts, texts-en.ts, calendar-texts.ts. */
const isTextFile = (file: string): boolean => /(^|[/-])texts((-\w+)?\.ts$|\/)/.test(file)

/** English may add `key_one` beside `key` for a count of one. */
const plain = (keys: string[]): string[] =>
  keys.filter((key) => !(key.endsWith('_one') && keys.includes(key.slice(0, -4))))

describe.each(textGroups.map((group) => [group.from, group.texts] as const))(
  'texts of %s',
  (_from, texts) => {
    test('both languages have the same keys', () => {
      expect(plain(Object.keys(texts.en)).sort()).toEqual(Object.keys(texts.zh).sort())
    })

    test('English contains no Chinese except our name and words it quotes', () => {
      const mixed = Object.entries(texts.en).filter(([, text]) =>
        /\p{Script=Han}/u.test(
          namesInEnglish.reduce((rest, name) => rest.replaceAll(name, ''), withoutQuoted(text)),
        ),
      )
      expect(mixed).toEqual([])
    })

    test('both languages use the same values', () => {
      const slots = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()
      const unlike = Object.entries(texts.zh).filter(
        ([key, zh]) => JSON.stringify(slots(zh)) !== JSON.stringify(slots(texts.en[key] ?? '')),
      )
      expect(unlike).toEqual([])
    })
  },
)

test('no key is defined twice', () => {
  const keys = textGroups.flatMap((group) => Object.keys(group.texts.zh))
  expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([])
})

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))

/** The code of a file without its comments. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

const pageSources = readdirSync(join(root, 'chapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `chapters/${entry.name}/page`)
  .flatMap((folder) => {
    try {
      return sources(folder)
    } catch {
      return []
    }
  })

test('every key that is used has a text', () => {
  const known = new Set(textGroups.flatMap((group) => Object.keys(group.texts.zh)))
  const files = ['doors/web/app', 'doors/web/ui'].flatMap(sources).concat(pageSources)
  const missing = files.flatMap((file) => {
    const used = [...codeOf(file).matchAll(/(?:\bt\(|titleKey: |labelKey: )'([\w.-]+)'/g)].map(
      (found) => found[1] ?? '',
    )
    return used.filter((key) => !known.has(key)).map((key) => `${file}: ${key}`)
  })
  expect(files.length).toBeGreaterThan(40)
  expect(missing).toEqual([])
})

test('pages hold no Chinese of their own: every word is a text', () => {
  const inCode = ['doors/web/app', 'doors/web/ui']
    .flatMap(sources)
    .concat(pageSources)
    .filter((file) => !isTextFile(file))
    .flatMap((file) =>
      codeOf(file)
        .split('\n')
        .filter((line) => /\p{Script=Han}/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
  expect(inCode).toEqual([])
})
