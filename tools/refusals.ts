import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mistakes as approval } from '../chapters/approval/texts.ts'
import { mistakes as collection } from '../chapters/collection/texts.ts'
import { mistakes as custody } from '../chapters/custody/texts.ts'
import { mistakes as people } from '../chapters/people/texts.ts'
import { clauses } from '../chapters/statute.ts'
import { mistakes as supervision } from '../chapters/supervision/texts.ts'
import { mistakes as use } from '../chapters/use/texts.ts'
import { DOOR_TEXTS, ROLE_TEXT } from '../doors/http/texts.ts'
import { kitTexts } from '../doors/web/texts/kit.ts'
import { loadPolicy } from '../floor/policy/index.ts'
import { sheetMistakes } from '../floor/sheet/mistakes.ts'
import { defaultDeny, refusalOf } from '../gate/index.ts'

/** Writes docs/refusals.md: everything the program says when it does not do what was asked. */

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'docs/refusals.md')

type Texts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>
/** Mistakes by the part of the program that makes them. */
export const mistakeTexts: Readonly<Record<string, Texts>> = {
  people,
  approval,
  custody,
  collection,
  use,
  supervision,
  sheet: sheetMistakes,
  door: DOOR_TEXTS,
}

/** Codes that the program throws and that have no text; empty when every one has. */
export function codesWithoutText(): string[] {
  const known = new Set(Object.values(mistakeTexts).flatMap((texts) => Object.keys(texts)))
  return thrownCodes()
    .filter(({ code }) => !known.has(code))
    .map(({ code, file }) => `${file}: ${code}`)
}

/**
 * Every code given to `new Mistake(…)`, or to one of the small helpers around it, in the text of the program. What is
 * thrown with a message of its own (start-up, the demo) is left out.
 */
export function thrownCodes(): { code: string; file: string }[] {
  const found: { code: string; file: string }[] = []
  for (const file of sources()) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const { index } of text.matchAll(/new Mistake\(/g)) {
      const call = callAt(text, index)
      if (/\bmessage\b/.test(call)) continue
      const [first = ''] = call.slice('new Mistake('.length).split(/,|\)/, 1)
      for (const [, code = ''] of first.matchAll(/'([a-z]+(?:[.-][a-z0-9-]+)*)'/g))
        if (first.trimStart().startsWith("'") || code.includes('.')) found.push({ code, file })
    }
    const helpers = /\b(?:conflict|wrong|sheetMistake)\(\s*'([a-z]+[.][a-z0-9-]+)'/g
    for (const [, code = ''] of text.matchAll(helpers)) found.push({ code, file })
  }
  return found
}

/** The call that begins there, up to its closing bracket. */
function callAt(text: string, from: number): string {
  let depth = 0
  for (let at = text.indexOf('(', from); at < text.length; at++) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

const sources = (): string[] =>
  ['floor', 'gate', 'chapters', 'office', 'doors'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\/page\/|(fixture|support)\.ts$/.test(name))
      .map((name) => join(folder, name)),
  )

/** The page as it should stand. */
export function refusalsPage(): string {
  return `# 系统不予办理时说什么 / What people are told

由 \`npx tsx tools/refusals.ts\` 生成，不要手工修改。Written by \`npx tsx tools/refusals.ts\`; do not edit.

系统不照办有三种情况。**按制度拒绝**引用条款，说明缺什么并给出下一步。**填写有误**指出项目和改法，花括号中的内容由系统代入。**系统故障**只给出编号，详情写入运行日志，其中不含客户资料。

There are three ways in which the program does not do what was asked. A **refusal** quotes its clause, says what is missing and offers the next step. A **mistake** names the field and the remedy; words in braces are filled in. A **fault** shows a number only; its details go to the log, which holds no customer data.

## 按制度拒绝 / Refusals

${table(['条款 Clause', '制度原文 What it says', '下一步 Next step', '规则 Rules'], refusals())}

不在岗位职责之内的功能 / A function outside one's role: ${ROLE_TEXT.zh} / ${ROLE_TEXT.en}

${Object.entries(mistakeTexts)
  .map(
    ([part, texts]) =>
      `## 填写有误：${part} / Mistakes: ${part}\n\n${table(['代码 Code', '中文', 'English'], rowsOf(texts))}`,
  )
  .join('\n\n')}
`
}

function refusals(): string[][] {
  const policy = new Map(loadPolicy().map((clause) => [clause.number, clause]))
  const numbers = [...new Set(clauses.map((clause) => clause.number))]
  const rows = numbers.map((number) => {
    const clause = policy.get(number)
    const rules = clauses.filter((rule) => rule.number === number).map((rule) => rule.name)
    const said =
      clause === undefined
        ? ''
        : `**${clause.title.zh}** ${clause.text.zh} / **${clause.title.en}** ${clause.text.en}`
    return [`${number}`, said, nextStep(number), rules.join(', ')]
  })
  rows.push([
    defaultDeny,
    '没有条款准许，因此不准许。 / No clause permits it, so it is not permitted.',
    nextStep(defaultDeny),
    '',
  ])
  return rows
}

/** The step that the page offers after a refusal by this clause. */
function nextStep(key: string): string {
  const { next } = refusalOf({ verdict: 'deny', fields: new Map(), because: [key], faults: [] })
  return `${kitTexts.zh[`kit.next.${next}`] ?? next} / ${kitTexts.en[`kit.next.${next}`] ?? next}`
}

const rowsOf = (texts: Texts): string[][] =>
  Object.entries(texts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { zh, en }]) => [`\`${code}\``, zh, en])

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = codesWithoutText()
  if (missing.length > 0) {
    console.error(`no text for:\n${missing.join('\n')}`)
    process.exitCode = 1
  }
  writeFileSync(page, refusalsPage())
}
