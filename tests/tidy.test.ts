import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clauses } from '../chapters/statute.ts'
import { loadPolicy } from '../floor/policy/index.ts'
import { forbiddenImports, whyForbidden } from './tidy/layers.ts'
import {
  ROOT,
  functionsOf,
  lineOf,
  read,
  readSources,
  textPairsOf,
  trackedFiles,
  undocumentedExports,
  visit,
} from './tidy/sources.ts'
import type { Source } from './tidy/sources.ts'

/**
 * The repository lints itself. What is not yet right is counted in tidy.ratchet.json, and the counts may only fall:
 * `TIDY_RATCHET=write npx vitest run --project unit tests/tidy.test.ts` writes the lower ones down.
 */

const files = trackedFiles()
const sources = readSources(files)
const program = sources.filter(
  (source) => !source.isTest && /^(floor|gate|chapters|doors|office\.ts)/.test(source.path),
)

interface Ratchet {
  /** Lines of files beyond 400, by path. */
  longFiles: Record<string, number>
  /** Lines of functions beyond their limit, by path and name. */
  longFunctions: Record<string, number>
  /** Exported functions without a doc comment, by path. */
  undocumented: Record<string, number>
  /** Rule files that no test imports. */
  untestedRules: Record<string, number>
  /** Clauses of POLICY.md that are not, or only partly, enforced. */
  openClauses: number
}
const RATCHET_PATH = join(ROOT, 'tests', 'tidy.ratchet.json')
const ratchet = JSON.parse(readFileSync(RATCHET_PATH, 'utf8')) as Ratchet
const isWriting = process.env['TIDY_RATCHET'] === 'write'

/** Compares today's offenders with the ratchet: none new, none larger; smaller ones are to be written down. */
function turn(name: Exclude<keyof Ratchet, 'openClauses'>, now: Record<string, number>): void {
  if (isWriting) {
    const sorted = Object.fromEntries(Object.entries(now).sort(([a], [b]) => (a < b ? -1 : 1)))
    Object.assign(ratchet, { [name]: sorted })
    writeFileSync(RATCHET_PATH, `${JSON.stringify(ratchet, null, 2)}\n`)
    return
  }
  const grown = Object.entries(now).filter(([key, count]) => count > (ratchet[name][key] ?? 0))
  expect(grown, 'new or larger than before').toEqual([])
  const shrunk = Object.entries(ratchet[name]).filter(([key, count]) => count > (now[key] ?? 0))
  expect(shrunk, 'better than the ratchet says: write the lower numbers down').toEqual([])
}

const where = (source: Source, pattern: RegExp): string[] =>
  [...source.text.matchAll(pattern)].map(
    (match) => `${source.path}:${source.text.slice(0, match.index).split('\n').length}`,
  )

describe('who imports whom', () => {
  test('leftwards only, and between chapters only through the index', () => {
    expect(forbiddenImports(sources)).toEqual([])
  })
  test.each([
    ['floor/ledger/tree.ts', 'gate/ask.ts', false],
    ['gate/ask.ts', 'floor/ledger/index.ts', true],
    ['chapters/use/desk.ts', 'chapters/custody/index.ts', true],
    ['chapters/use/desk.ts', 'chapters/custody/store.ts', false],
    ['chapters/custody/desk.ts', 'chapters/use/index.ts', false],
    ['chapters/use/page/Apply.tsx', 'chapters/custody/wire.ts', true],
    ['chapters/use/page/Apply.tsx', 'chapters/use/desk.ts', false],
    ['chapters/use/page/Apply.tsx', 'doors/web/ui/index.ts', true],
    ['chapters/use/desk.ts', 'doors/web/ui/index.ts', false],
    ['doors/web/app/App.tsx', 'floor/ids.ts', false],
    ['verifier/verify.ts', 'floor/ledger/tree.ts', false],
    ['office.ts', 'doors/http/index.ts', false],
    ['doors/cli/main.ts', 'office.ts', true],
  ])('%s → %s: %s', (from, to, allowed) => {
    expect(whyForbidden(from, to) === undefined).toBe(allowed)
  })
  test('only the gate opens what is sealed', () => {
    const open = /^floor\/(keyring|files)\/open\.ts$/
    const others = sources.filter(({ path }) => !/^(gate|floor\/keyring|floor\/files)\//.test(path))
    expect(
      others.filter((source) => source.imports.some((to) => open.test(to))).map(({ path }) => path),
    ).toEqual([])
    // The doors of the two folders must not hand it on either.
    const doors = sources.filter(({ path }) => /^floor\/(keyring|files)\/index\.ts$/.test(path))
    expect(
      doors.filter((source) => source.imports.some((to) => open.test(to))).map(({ path }) => path),
    ).toEqual([])
  })
  test('only the wrapper calls the cipher', () => {
    const cipher = /\bcreate(Cipher|Decipher)(iv)?\b/g
    const allowed = /^floor\/keyring\/cipher(\.test)?\.ts$|^tests\/tidy\.test\.ts$|^bench\/(seal|import)\.ts$/
    expect(
      sources.filter(({ path }) => !allowed.test(path)).flatMap((source) => where(source, cipher)),
    ).toEqual([])
  })
  test('only floor/database talks to the driver', () => {
    const outside = program.filter(({ path }) => !path.startsWith('floor/database/'))
    const driver = outside.filter((source) => source.imports.some((to) => /^(pg|pg-.*)$/.test(to)))
    expect(driver.map(({ path }) => path)).toEqual([])
    expect(outside.flatMap((source) => where(source, /\.query\(/g))).toEqual([])
  })
})

describe('small and plain', () => {
  test('a file has at most 400 lines', () => {
    turn(
      'longFiles',
      Object.fromEntries(sources.filter(({ lines }) => lines > 400).map(({ path, lines }) => [path, lines])),
    )
  })
  test('a function has at most 70 lines, a component 120', () => {
    const long: Record<string, number> = {}
    for (const source of sources) {
      for (const { name, lines, isComponent } of functionsOf(source)) {
        const key = `${source.path} ${name}`
        if (lines > (isComponent ? 120 : 70)) long[key] = Math.max(lines, long[key] ?? 0)
      }
    }
    turn('longFunctions', long)
  })
  test('an exported function says what it does', () => {
    const missing = program.map((source) => [source.path, undocumentedExports(source).length] as const)
    turn('undocumented', Object.fromEntries(missing.filter(([, count]) => count > 0)))
  })
  test('nothing is left for later, switched off, or silenced', () => {
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`, 'g')
    const silenced = new RegExp(`@ts-(ignore|nocheck)|(es|ox)${'lint'}-disable`, 'g')
    const found = sources.flatMap((source) => [...where(source, later), ...where(source, silenced)])
    // In a test, an expected compiler error is the proof that something does not compile.
    found.push(...program.flatMap((source) => where(source, /@ts-expect-error/g)))
    expect(found).toEqual([])
  })
  test('no test is skipped or runs alone', () => {
    const found: string[] = []
    for (const source of sources.filter(({ isTest }) => isTest)) {
      visit(source.program, (node) => {
        if (node.type !== 'MemberExpression') return
        const [object, property] = [node['object'], node['property']] as { name?: string }[]
        if (
          /^(test|it|describe)$/.test(object?.name ?? '') &&
          /^(only|skip|todo|fails)$/.test(property?.name ?? '')
        ) {
          found.push(`${source.path}:${lineOf(source, node)}`)
        }
      })
    }
    expect(found).toEqual([])
  })
})

describe('two languages', () => {
  const chinese = /\p{Script=Han}/u
  test('every pair of texts has both, each in its own language', () => {
    const wrong: string[] = []
    for (const source of program) {
      for (const { line, zh, en } of textPairsOf(source)) {
        const at = (key: string): string => `${source.path}:${line} ${key}`.trim()
        for (const key of new Set([...zh.keys(), ...en.keys()])) {
          const [one, other] = [zh.get(key), en.get(key)]
          // English needs a singular form that Chinese does not have.
          if (one === undefined && key.endsWith('_one')) continue
          if (one === '' && other === '') continue
          if (one === undefined || other === undefined || one.trim() === '' || other.trim() === '')
            wrong.push(at(key))
          else if (chinese.test(other.replaceAll(/密封|中文|“[^”]*”/g, '')))
            wrong.push(`${at(key)} (Chinese in the English text)`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
  /** Names printed on keyboards are the same in both languages. */
  const keys = /\b(Ctrl|Shift|Alt|Enter|Esc|Tab)\b/g
  test('pages take their words from the text files', () => {
    const pages = program.filter(({ path }) => /^(doors\/web|chapters\/[^/]+\/page)\/.*\.tsx$/.test(path))
    const wrong: string[] = []
    for (const source of pages.filter(({ path }) => !path.includes('/gallery/'))) {
      visit(source.program, (node) => {
        const isWords = node.type === 'JSXText' || node.type === 'Literal'
        const text = isWords && typeof node['value'] === 'string' ? node['value'] : ''
        const words = node.type === 'JSXText' ? /\p{L}{2,}/u : chinese
        if (words.test(text.replaceAll(keys, '')))
          wrong.push(`${source.path}:${lineOf(source, node)} ${text.trim().slice(0, 20)}`)
      })
    }
    expect(wrong).toEqual([])
  })
})

describe('the rule book, the rules and the statute agree', () => {
  const policy = new Map(loadPolicy().map((clause) => [clause.number, clause]))
  const ruleFiles = files.filter(
    (path) => /^chapters\/[^/]+\/clauses\/[^/]+\.ts$/.test(path) && !path.endsWith('.test.ts'),
  )
  const modules = ruleFiles.map(
    (path) => [path, import(join(ROOT, path)) as Promise<Record<string, unknown>>] as const,
  )
  const isClause = (value: unknown): value is (typeof clauses)[number] =>
    typeof value === 'object' && value !== null && 'judge' in value && 'number' in value

  const numberIn = (name: string): string => /^p(\d+(?:_\d+)+)_/.exec(name)?.[1]?.replaceAll('_', '.') ?? ''

  test('every rule is in the statute once, under the number of its file', async () => {
    const wrong: string[] = []
    const seen = new Set<unknown>()
    for (const [path, loading] of modules) {
      const numbers = new Set<string>()
      for (const [name, rule] of Object.entries(await loading)) {
        if (!isClause(rule)) continue
        seen.add(rule)
        numbers.add(rule.number)
        if (!clauses.includes(rule)) wrong.push(`${path}: ${name} is not in the statute`)
        if (numberIn(name) !== rule.number) wrong.push(`${path}: ${name} says ${rule.number}`)
      }
      if (!numbers.has(numberIn(path.split('/').at(-1)!))) wrong.push(`${path}: no rule of that number`)
    }
    for (const rule of clauses) if (!seen.has(rule)) wrong.push(`${rule.name} comes from no rule file`)
    const names = clauses.map((rule) => `${rule.number}/${rule.name}`)
    expect(new Set(names).size).toBe(names.length)
    expect(wrong).toEqual([])
  })
  test('every rule enforces a clause of POLICY.md that says so', () => {
    const wrong = clauses.filter(({ number }) => (policy.get(number)?.status ?? 'planned') === 'planned')
    expect(wrong.map(({ number, name }) => `${number}/${name}`)).toEqual([])
  })
  test('every clause that is live and enforced by the program has a rule', () => {
    const enforced = [...policy.values()].filter(
      ({ status, kind }) => status === 'live' && kind === 'enforced',
    )
    expect(
      enforced
        .map(({ number }) => number)
        .filter((number) => !clauses.some((rule) => rule.number === number)),
    ).toEqual([])
  })
  test('the number of clauses that are not, or only partly, live is the one that was written down', () => {
    const open = [...policy.values()].filter(({ status }) => status !== 'live').length
    if (isWriting) {
      ratchet.openClauses = open
      writeFileSync(RATCHET_PATH, `${JSON.stringify(ratchet, null, 2)}\n`)
    }
    expect(open).toBe(ratchet.openClauses)
  })
  test('every rule file is tried by a test', () => {
    const tried = new Set(sources.filter(({ isTest }) => isTest).flatMap(({ imports }) => imports))
    turn(
      'untestedRules',
      Object.fromEntries(ruleFiles.filter((path) => !tried.has(path)).map((path) => [path, 1])),
    )
  })
})

describe('what is shipped', () => {
  const textual = files.filter((path) => !/\.(png|ico|ttf|otf|woff2|pdf|xlsx|jpg|gz)$/.test(path))
  test('no path of a machine and no registry host in any file', () => {
    const hosts = ['registry.npm' + 'js.org', 'npm' + 'mirror', 'yarn' + 'pkg.com', 'npm.pkg.' + 'github']
    const paths = [
      'work/' + 'main',
      'work/' + 'shared',
      'ho' + 'me/[a-z]',
      'Us' + 'ers/[A-Za-z]',
      'ro' + 'ot/',
    ]
    const pattern = new RegExp(`${hosts.join('|').replaceAll('.', '\\.')}|(?<![\\w.~}])/(${paths.join('|')})`)
    expect(textual.filter((path) => pattern.test(read(path)))).toEqual([])
  })
  test('the lock file names no address; every version is exact', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"')
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    )
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
  test('a migration says first whether it breaks, and why it is there; numbers have no gap', () => {
    const migrations = files.filter((path) => /^floor\/database\/migrations\/.*\.sql$/.test(path))
    expect(migrations.filter((path) => !/^-- breaking: (yes|no)\n-- why: \S/.test(read(path)))).toEqual([])
    const numbers = migrations.map((path) => Number(/\/(\d{4})_[a-z0-9_]+\.sql$/.exec(path)?.[1]))
    expect(numbers).toEqual(migrations.map((_, index) => index + 1))
  })
  test('the project has what a stranger looks for', () => {
    const wanted = [
      'README.md',
      'README.zh-CN.md',
      'LICENSE',
      'POLICY.md',
      'ARCHITECTURE.md',
      'GLOSSARY.md',
      'CHANGELOG.md',
      'SECURITY.md',
    ]
    expect(wanted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})
