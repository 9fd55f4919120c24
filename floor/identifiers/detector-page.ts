import { typeCatalogue } from './catalogue.ts'
import { detectorOf } from './detectors.ts'
import { maskChoices } from './masks.ts'
import { type BothLanguages, identifierTypes } from './types.ts'

const headOnly: BothLanguages = { zh: '按列名识别', en: 'by column header' }

function table(language: 'zh' | 'en'): string[] {
  const head =
    language === 'zh'
      ? '| 类型 | 名称 | 规则 | 依据 | 需上下文 | 默认脱敏 | 建议级别 |'
      : '| Type | Name | Rule | Source | Needs context | Default mask | Suggested level |'
  const rows = identifierTypes.map((type) => {
    const detector = detectorOf(type)
    const context = detector?.needsContext === true ? (language === 'zh' ? '是' : 'yes') : ''
    const cells = [
      `\`${type}\``,
      typeCatalogue[type].label[language],
      (detector?.rule ?? headOnly)[language],
      detector?.source ?? '',
      context,
      `\`${maskChoices[type].default}\``,
      String(typeCatalogue[type].level),
    ]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return [head, '|---|---|---|---|---|---|---|', ...rows]
}

/** The text of docs/detectors.md, from the same data the program runs on; a test keeps the file equal to it. */
export function detectorPage(): string {
  return [
    '# 识别规则 Detectors',
    '',
    '本页由 `floor/identifiers` 的数据生成，测试保证两者一致。级别只是建议：4 公司绝密、3 公司机密、2 公司秘密、1 内部，名称由企业自定。',
    '值不符合其类型时一律脱敏为 `****`；公开类型（默认 `none`）照原样显示，但其中夹带的个人信息仍会遮盖。身份证默认只留首尾各 1 位；前 6 后 4 可被推算，须确认警告后才能选用。',
    '',
    ...table('zh'),
    '',
    'This page is generated from the data of `floor/identifiers`, and a test keeps them equal. Levels are suggestions by rank (4 highest); their names are the company’s own.',
    'A value that does not fit its type is masked to `****`; public types (default `none`) are shown, but personal data typed into them is still masked. Identity numbers keep one character at each end; first 6 and last 4 can be computed back and need an accepted warning.',
    '',
    ...table('en'),
    '',
  ].join('\n')
}
