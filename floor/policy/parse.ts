/** One text in the two languages of the product. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** live: a rule runs and leaves evidence; partly: for some of its sentences; planned: not there yet. */
export const clauseStatuses = ['live', 'partly', 'planned'] as const
export type ClauseStatus = (typeof clauseStatuses)[number]

/** enforced: the program prevents; recorded: the program keeps a trace; human: people act and register it. */
export const clauseKinds = ['enforced', 'recorded', 'human'] as const
export type ClauseKind = (typeof clauseKinds)[number]

/** The parties that `who` may name, with what the pages call them. */
export const parties = {
  company: { zh: '公司', en: 'Company' },
  staff: { zh: '全员', en: 'All staff' },
  business: { zh: '业务部门', en: 'Business departments' },
  managers: { zh: '主管', en: 'Managers' },
  executives: { zh: '高层', en: 'Executives' },
  applicant: { zh: '申请人', en: 'Applicant' },
  archivist: { zh: '资料管理员', en: 'Archivist' },
  witnesses: { zh: '监销人', en: 'Witnesses' },
  it: { zh: '信息部门', en: 'IT' },
  facilities: { zh: '行政部门', en: 'Facilities' },
  legal: { zh: '法务', en: 'Legal' },
  hr: { zh: '人力资源', en: 'HR' },
  'secrecy-office': { zh: '保密办', en: 'Secrecy office' },
  audit: { zh: '审计', en: 'Audit' },
  service: { zh: '客户服务', en: 'Customer service' },
  system: { zh: '系统', en: 'System' },
} as const satisfies Record<string, Bilingual>
export type Party = keyof typeof parties

/** One clause of the rule book. */
export interface Clause {
  /** For example `4.2.1`; stable for ever, quoted by applications, leaves and reports. */
  readonly number: string
  /** The chapter's name without its number. */
  readonly chapter: Bilingual
  readonly title: Bilingual
  readonly text: Bilingual
  readonly status: ClauseStatus
  readonly kind: ClauseKind
  readonly who: readonly Party[]
  /** What an auditor asks for. */
  readonly evidence: Bilingual
  /** What a clause in force only partly still lacks; no other clause has it. */
  readonly missing?: Bilingual
}

interface Line {
  readonly number: number
  readonly text: string
}

const chapterNumerals = '一二三四五六七八九十'
const chapterHeading = /^## ([一二三四五六七八九十]) (\S.*) \/ (\d+) (\S.*)$/
const clauseHeading = /^### (\d+(?:\.\d+){1,2}) (\S.*) \/ (\S.*)$/
const property = /^- ([a-z]+): (\S.*)$/
const propertyOrder = ['status', 'kind', 'who', 'evidence'] as const

/** The rule book does not follow its format: a fault of whoever edited it, so the program does not start. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  readonly line: number
  constructor(line: number, problem: string) {
    super(`POLICY.md line ${line}: ${problem}`)
    this.line = line
  }
}

/**
 * Reads the rule book. Before the first `## ` heading anything may stand; from there on only chapters and
 * clauses in the format of POLICY.md, in ascending order.
 * @throws PolicyError naming the first line that does not fit.
 */
export function parsePolicy(markdown: string): Clause[] {
  const lines = markdown
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((text, index): Line => ({ number: index + 1, text: text.trimEnd() }))
  const start = lines.findIndex((line) => line.text.startsWith('## '))
  if (start < 0) throw new PolicyError(lines.length, 'there is no chapter')
  const clauses: Clause[] = []
  let chapter: { number: number; name: Bilingual } | undefined
  let index = start
  while (index < lines.length) {
    const line = lines[index]!
    index += 1
    if (line.text === '') continue
    if (line.text.startsWith('## ')) {
      chapter = parseChapter(line, chapter?.number ?? 0)
      continue
    }
    if (!line.text.startsWith('### ')) throw new PolicyError(line.number, 'text outside a clause')
    if (!chapter) throw new PolicyError(line.number, 'a clause before the first chapter')
    const next = lines.findIndex((other, at) => at >= index && other.text.startsWith('##'))
    const end = next < 0 ? lines.length : next
    const clause = parseClause(line, lines.slice(index, end), chapter)
    checkOrder(clauses.at(-1)?.number, clause.number, line.number)
    clauses.push(clause)
    index = end
  }
  if (clauses.length === 0) throw new PolicyError(lines.length, 'there is no clause')
  return clauses
}

function parseChapter(line: Line, previous: number): { number: number; name: Bilingual } {
  const found = chapterHeading.exec(line.text)
  if (!found) throw new PolicyError(line.number, 'a chapter heading must read "## 四 使用 / 4 Use"')
  const [, numeral, zh = '', digits, en = ''] = found
  const number = Number(digits)
  if (chapterNumerals[number - 1] !== numeral)
    throw new PolicyError(line.number, `${numeral} and ${digits} are different chapter numbers`)
  if (number !== previous + 1)
    throw new PolicyError(line.number, `chapter ${number} stands where chapter ${previous + 1} should`)
  return { number, name: { zh, en } }
}

function parseClause(
  heading: Line,
  body: readonly Line[],
  chapter: { number: number; name: Bilingual },
): Clause {
  const found = clauseHeading.exec(heading.text)
  if (!found) throw new PolicyError(heading.number, 'a clause heading must read "### 4.2.1 中文 / English"')
  const [, number = '', zh = '', en = ''] = found
  if (Number(number.split('.')[0]) !== chapter.number)
    throw new PolicyError(heading.number, `clause ${number} stands in chapter ${chapter.number}`)
  const firstProperty = body.findIndex((line) => line.text.startsWith('- '))
  if (firstProperty < 0) throw new PolicyError(heading.number, `clause ${number} has no "- status:" list`)
  return {
    number,
    chapter: chapter.name,
    title: { zh, en },
    text: parseText(heading, body.slice(0, firstProperty)),
    ...parseProperties(heading, body.slice(firstProperty)),
  }
}

/** Two paragraphs, Chinese and then English. */
function parseText(heading: Line, lines: readonly Line[]): Bilingual {
  const paragraphs: Line[][] = []
  let open = false
  for (const line of lines) {
    if (line.text === '') open = false
    else if (open) paragraphs.at(-1)!.push(line)
    else {
      paragraphs.push([line])
      open = true
    }
  }
  const [chinese, english, extra] = paragraphs
  if (!chinese || !english)
    throw new PolicyError(heading.number, 'a clause needs a Chinese and an English paragraph')
  if (extra) throw new PolicyError(extra[0]!.number, 'a clause has two paragraphs, this is a third')
  const zh = chinese.map((line) => line.text).join('')
  const en = english.map((line) => line.text).join(' ')
  if (!hasChinese(zh)) throw new PolicyError(chinese[0]!.number, 'the first paragraph must be Chinese')
  if (hasChinese(en)) throw new PolicyError(english[0]!.number, 'the second paragraph must be English')
  return { zh, en }
}

function parseProperties(
  heading: Line,
  lines: readonly Line[],
): Pick<Clause, 'status' | 'kind' | 'who' | 'evidence' | 'missing'> {
  const filled = lines.filter((line) => line.text !== '')
  const values = propertyOrder.map((name, at) => {
    const line = filled[at]
    if (!line) throw new PolicyError(heading.number, `the clause lacks "- ${name}:"`)
    const found = property.exec(line.text)
    if (found?.[1] !== name) throw new PolicyError(line.number, `"- ${name}: …" should stand here`)
    return { line, value: found[2]! }
  })
  const [status, kind, who, evidence] = values
  const state = oneOf(clauseStatuses, status!.value, status!.line)
  const last = state === 'partly' ? 'missing' : 'evidence'
  const surplus = filled[propertyOrder.length + (state === 'partly' ? 1 : 0)]
  if (surplus) throw new PolicyError(surplus.number, `nothing may follow "- ${last}:" in a clause`)
  return {
    status: state,
    kind: oneOf(clauseKinds, kind!.value, kind!.line),
    who: who!.value.split(',').map((name) => partyNamed(name.trim(), who!.line)),
    evidence: parseBoth('evidence', evidence!.value, evidence!.line),
    ...(state === 'partly' ? { missing: parseMissing(heading, filled[propertyOrder.length]) } : {}),
  }
}

/** A clause that is in force only partly says what it lacks: nobody should have to guess. */
function parseMissing(heading: Line, line: Line | undefined): Bilingual {
  const found = property.exec(line?.text ?? '')
  if (line === undefined || found?.[1] !== 'missing')
    throw new PolicyError(
      line?.number ?? heading.number,
      'a clause that is partly live needs "- missing: 中文 / English"',
    )
  return parseBoth('missing', found[2]!, line)
}

function parseBoth(name: string, value: string, line: Line): Bilingual {
  const parts = value.split(' / ')
  const [zh, en] = parts
  if (parts.length !== 2 || !zh || !en || !hasChinese(zh) || hasChinese(en))
    throw new PolicyError(line.number, `${name} must read "- ${name}: 中文 / English"`)
  return { zh, en }
}

function oneOf<T extends string>(allowed: readonly T[], value: string, line: Line): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw new PolicyError(line.number, `"${value}" is not one of: ${allowed.join(', ')}`)
  return found
}

function partyNamed(value: string, line: Line): Party {
  if (!isParty(value))
    throw new PolicyError(line.number, `"${value}" is not one of: ${Object.keys(parties).join(', ')}`)
  return value
}

const isParty = (value: string): value is Party => Object.hasOwn(parties, value)

function checkOrder(previous: string | undefined, current: string, line: number): void {
  if (previous !== undefined && compareClauseNumbers(previous, current) >= 0)
    throw new PolicyError(line, `clause ${current} must not follow clause ${previous}`)
}

/** Orders clause numbers as the rule book does: `4.2.1` before `4.10.1`. Negative, zero or positive. */
export function compareClauseNumbers(left: string, right: string): number {
  const leftParts = left.split('.').map(Number)
  const rightParts = right.split('.').map(Number)
  for (let at = 0; at < Math.max(leftParts.length, rightParts.length); at += 1) {
    const difference = (leftParts[at] ?? 0) - (rightParts[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const hasChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)
