import { detectorPage } from '../detector-page.ts'
import {
  labelledCounts,
  measureCells,
  measureColumns,
  measureTexts,
  precisionOf,
  recallOf,
  type Scores,
} from './measure.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function table(scores: Scores, head: string): string[] {
  const rows = [...scores].map(
    ([type, score]) =>
      `| \`${type}\` | ${score.examples} | ${score.wrong} | ${percent(precisionOf(score))} | ${percent(recallOf(score))} |`,
  )
  return [head, '|---|---:|---:|---:|---:|', ...rows, '']
}

const zhHead = '| 类型 | 样例 | 误报 | 精确率 | 召回率 |'
const enHead = '| Type | Examples | False | Precision | Recall |'

/** The text of docs/detectors.md: the rules, then how well they do on the labelled set. */
export function accuracyPage(): string {
  const counts = labelledCounts()
  const [cells, texts, columns] = [measureCells(), measureTexts(), measureColumns()]
  return [
    detectorPage(),
    '## 准确率 Accuracy',
    '',
    `在随程序提供的标注集（\`floor/identifiers/labelled\`：单元格 ${counts.cells}、文本 ${counts.texts}、整列 ${counts.columns}，均为虚构数据）上测得；\`npx tsx tools/accuracy.ts\` 重新测量并改写本节。标注集含校验位错误的号码、能通过 Luhn 的订单号、像手机号的流水号、不存在的日期、以姓氏开头的词等难例。规则曾按这一标注集改进，故数字偏乐观；真实数据的结果会有出入，须由人确认。`,
    '',
    `Measured on the labelled set that comes with the program (\`floor/identifiers/labelled\`: ${counts.cells} cells, ${counts.texts} texts, ${counts.columns} columns, all invented); \`npx tsx tools/accuracy.ts\` measures anew and rewrites this section. It holds hard cases: numbers with a wrong check digit, order numbers that pass Luhn, serial numbers like mobiles, dates that do not exist, words that begin like a surname. The rules were improved on this very set, so the figures flatter; real data will differ, and a person confirms.`,
    '',
    '### 单元格 Cells',
    '',
    ...table(cells, zhHead),
    '### 文本 Texts',
    '',
    ...table(texts, enHead),
    '### 整列 Columns',
    '',
    ...table(columns, enHead),
  ].join('\n')
}
