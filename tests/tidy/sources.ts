import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

/** The repository as the tidy test reads it: tracked files, their imports and the shape of their code. */

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Files under version control and new ones that are not ignored, as paths with forward slashes. */
export function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  return [...new Set(list.split('\0'))].filter((path) => path !== '' && isFile(join(ROOT, path))).sort()
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** A node of the parsed program; only what the rules look at. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [name: string]: unknown
}

export interface Source {
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly isTest: boolean
  readonly program: Node
  /** Every module this one names, as a path in the repository or a package's name. */
  readonly imports: readonly string[]
}

/** Reads and parses every program file of the repository (.ts, .tsx, .mjs). */
export function readSources(files: readonly string[]): Source[] {
  return files.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts')).map(readSource)
}

/** Tests and the parts that only tests use. */
const isTestPath = (path: string): boolean =>
  /\.test\.tsx?$|^tests\/|\/(fixture|support)\.ts$|\/vectors\//.test(path)

function readSource(path: string): Source {
  const text = read(path)
  const lang = path.endsWith('.tsx') ? 'tsx' : path.endsWith('.ts') ? 'ts' : 'js'
  const program = parseAst(text, { lang }) as unknown as Node
  const imports = [...modulesOf(program)].map((name) => resolveModule(path, name))
  return { path, text, lines: text.split('\n').length - 1, isTest: isTestPath(path), program, imports }
}

function resolveModule(from: string, name: string): string {
  return name.startsWith('.') ? posix.normalize(posix.join(dirname(from), name)) : name
}

/** The names of modules in import and export declarations and in `import()` with a plain text. */
function modulesOf(program: Node): Set<string> {
  const names = new Set<string>()
  visit(program, (node) => {
    if (!/^(Import|Export\w*)Declaration$|^ImportExpression$/.test(node.type)) return
    const source = node['source'] as { value?: unknown } | null | undefined
    if (typeof source?.value === 'string') names.add(source.value)
  })
  return names
}

/** Calls `see` for every node, parents first. */
export function visit(
  node: Node,
  see: (node: Node, parents: readonly Node[]) => void,
  parents: Node[] = [],
): void {
  see(node, parents)
  parents.push(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, see, parents)
  }
  parents.pop()
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

export const lineOf = (source: Source, node: Node): number =>
  source.text.slice(0, node.start).split('\n').length

export interface FunctionShape {
  readonly name: string
  readonly lines: number
  /** A component of the interface: a capital letter in a .tsx file. */
  readonly isComponent: boolean
}

/** Every function with its length; the callback given to describe() is a chapter of a test, not a function. */
export function functionsOf(source: Source): FunctionShape[] {
  const found: FunctionShape[] = []
  visit(source.program, (node, parents) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return
    const parent = parents.at(-1)
    const callee = parent?.type === 'CallExpression' ? nameOf(parent['callee']) : ''
    if (callee.startsWith('describe')) return
    const name =
      nameOf(node['id']) || nameOf(parent?.['id']) || nameOf(parent?.['key']) || callee || 'function'
    const lines = source.text.slice(node.start, node.end).split('\n').length
    found.push({ name, lines, isComponent: source.path.endsWith('.tsx') && /^[A-Z]/.test(name) })
  })
  return found
}

/** The plain name of an identifier, or of the object of a member expression such as `describe.each`. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (typeof node['name'] === 'string') return node['name']
  return nameOf(node['object']) || nameOf(node['callee'])
}

/** Names of exported functions without a doc comment right before them. */
export function undocumentedExports(source: Source): string[] {
  const found: string[] = []
  for (const statement of source.program['body'] as Node[]) {
    if (statement.type !== 'ExportNamedDeclaration') continue
    const declaration = statement['declaration']
    if (!isNode(declaration)) continue
    const names =
      declaration.type === 'FunctionDeclaration'
        ? [nameOf(declaration['id'])]
        : declaration.type === 'VariableDeclaration'
          ? (declaration['declarations'] as Node[])
              .filter((one) => /Function/.test((one['init'] as Node | null)?.type ?? ''))
              .map((one) => nameOf(one['id']))
          : []
    if (names.length > 0 && !source.text.slice(0, statement.start).trimEnd().endsWith('*/'))
      found.push(...names)
  }
  return found
}

/** An object literal `{ zh: …, en: … }`: two texts, or two groups of texts by key. */
export interface TextPair {
  readonly line: number
  readonly zh: ReadonlyMap<string, string>
  readonly en: ReadonlyMap<string, string>
}

/** Every pair of texts in the two languages that is written as plain text. */
export function textPairsOf(source: Source): TextPair[] {
  const found: TextPair[] = []
  visit(source.program, (node) => {
    if (node.type !== 'ObjectExpression') return
    const texts = new Map(
      (node['properties'] as Node[]).map((property) => [keyOf(property), property['value']]),
    )
    const [zh, en] = [textsOf(texts.get('zh')), textsOf(texts.get('en'))]
    if (zh !== undefined && en !== undefined) found.push({ line: lineOf(source, node), zh, en })
  })
  return found
}

const keyOf = (property: Node): string => {
  const key = property['key'] as { name?: string; value?: unknown } | undefined
  return key?.name ?? (typeof key?.value === 'string' ? key.value : '')
}

function textsOf(value: unknown): Map<string, string> | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'Literal' && typeof value['value'] === 'string') return new Map([['', value['value']]])
  if (value.type !== 'ObjectExpression') return undefined
  const texts = new Map<string, string>()
  for (const property of value['properties'] as Node[]) {
    const inner = property['value'] as { value?: unknown } | undefined
    texts.set(keyOf(property), typeof inner?.value === 'string' ? inner.value : '…')
  }
  return texts
}
