import type { Bilingual } from './parse.ts'

/**
 * Legal citations as data: which articles stand behind which clause, and when they applied. Companies may
 * add their own; nothing else in the program may name an article. Only citations whose text was read are
 * here: `primary` from the text of the law, `secondary` from a published account of it. What is known only by
 * hearsay is left out.
 */
export type TrustTag = 'primary' | 'secondary'

export const laws = {
  pipl: { zh: '个人信息保护法', en: 'Personal Information Protection Law' },
  networkDataRegulations: { zh: '网络数据安全管理条例', en: 'Network Data Security Management Regulations' },
  cybersecurity: { zh: '网络安全法', en: 'Cybersecurity Law' },
  dataSecurity: { zh: '数据安全法', en: 'Data Security Law' },
  civilCode: { zh: '民法典', en: 'Civil Code' },
  labourContract: { zh: '劳动合同法', en: 'Labour Contract Law' },
  unfairCompetition: { zh: '反不正当竞争法', en: 'Anti-Unfair Competition Law' },
  tradeSecretJudgments: {
    zh: '最高人民法院关于审理侵犯商业秘密民事案件适用法律若干问题的规定（法释〔2020〕7号）',
    en: 'Supreme People’s Court provisions on civil trade secret cases (Fa Shi [2020] No. 7)',
  },
  tradeSecretRules: { zh: '商业秘密保护规定', en: 'Provisions on the Protection of Trade Secrets' },
  criminal: { zh: '刑法', en: 'Criminal Law' },
  electronicSignature: { zh: '电子签名法', en: 'Electronic Signature Law' },
  archives: { zh: '档案法', en: 'Archives Law' },
  archivesRegulations: { zh: '档案法实施条例', en: 'Regulations on the Archives Law' },
  consumerRights: { zh: '消费者权益保护法', en: 'Consumer Rights Protection Law' },
  minorsOnline: { zh: '未成年人网络保护条例', en: 'Regulations on the Protection of Minors Online' },
  stateSecrets: { zh: '保守国家秘密法', en: 'Law on Guarding State Secrets' },
  complianceAudit: {
    zh: '个人信息保护合规审计管理办法',
    en: 'Measures for Personal Information Protection Compliance Audits',
  },
  incidentReports: {
    zh: '国家网络安全事件报告管理办法',
    en: 'Measures for Reporting Cybersecurity Incidents',
  },
  classifiedProtection: { zh: 'GB/T 22239-2019', en: 'GB/T 22239-2019' },
  cryptographyBaseline: { zh: 'GB/T 39786-2021', en: 'GB/T 39786-2021' },
  dataClassification: { zh: 'GB/T 43697-2024', en: 'GB/T 43697-2024' },
} as const satisfies Record<string, Bilingual>
export type Law = keyof typeof laws

/** One article (or section of a standard) and the clauses that it stands behind. */
export interface Article {
  readonly law: Law
  /** As the law numbers it, for example `23` or `253之一`; `*` is the instrument as a whole. */
  readonly article: string
  /** First day, `YYYY-MM-DD`; null where it applied before 2021 or the day was not read. */
  readonly validFrom: string | null
  /** Last day, inclusive; null while it is in force. */
  readonly validTo: string | null
  readonly trust: TrustTag
  readonly clauses: readonly string[]
}

type Period = Pick<Article, 'law' | 'validFrom' | 'validTo' | 'trust'>

/** Rows of `article: clauses` that share law, period and trust. */
function articlesOf(period: Period, rows: Readonly<Record<string, string>>): Article[] {
  return Object.entries(rows).map(([article, clauses]) => ({
    ...period,
    article,
    clauses: clauses.split(' '),
  }))
}

const primary = (law: Law, validFrom: string | null = null, validTo: string | null = null): Period => ({
  law,
  validFrom,
  validTo,
  trust: 'primary',
})
const secondary = (law: Law, validFrom: string | null = null, validTo: string | null = null): Period => ({
  ...primary(law, validFrom, validTo),
  trust: 'secondary',
})

const personalInformation: readonly Article[] = [
  ...articlesOf(primary('pipl', '2021-11-01'), {
    '6': '2.1.2 4.1.1 4.1.2',
    '8': '2.3.1',
    '13': '2.1.1',
    '14': '2.1.3',
    '15': '2.1.3 4.1.3',
    '16': '2.1.3',
    '17': '2.1.3 2.2.1',
    '19': '5.6.1',
    '20': '4.3.1',
    '21': '4.3.1 4.3.2 4.3.3',
    '23': '4.3.1 2.2.2',
    '25': '4.3.1 5.4.3',
    '28': '2.3.3 5.3.1',
    '29': '2.1.3',
    '30': '2.1.3',
    '31': '2.1.3',
    '38': '4.3.1',
    '39': '4.3.1',
    '41': '4.3.1',
    '44': '6.6',
    '45': '6.6',
    '46': '6.6',
    '47': '5.6.1 4.1.3 6.6',
    '48': '6.6',
    '49': '6.6',
    '50': '6.6',
    '51': '1.1 3.2.1 5.1.1 5.3.1 5.3.7 6.1 7.4',
    '52': '6.1',
    '54': '6.2',
    '55': '4.3.1',
    '56': '4.3.1 5.3.4',
    '57': '7.1 7.2 7.3',
    '63': '6.2',
    '64': '6.2',
  }),
  ...articlesOf(primary('networkDataRegulations', '2025-01-01'), {
    '9': '3.1.1 3.2.1 5.3.1 5.3.3',
    '11': '7.3 7.4',
    '12': '4.3.1 4.3.2 4.3.3',
    '21': '2.1.3',
    '22': '2.1.2',
    '23': '6.6',
    '24': '5.6.1',
    '25': '6.6',
  }),
  ...articlesOf(primary('minorsOnline'), { '36': '3.2.1 4.2.1 4.2.2', '37': '6.2' }),
  ...articlesOf(primary('consumerRights'), { '29': '2.1.3 4.1.3' }),
  ...articlesOf(secondary('complianceAudit', '2025-05-01'), { '3': '6.2', '4': '6.2', '12': '6.1' }),
]

const security: readonly Article[] = [
  ...articlesOf(primary('cybersecurity', null, '2025-12-31'), {
    '21': '5.3.2 5.3.4 6.1',
    '25': '7.4',
    '40': '1.1',
  }),
  ...articlesOf(secondary('cybersecurity', '2026-01-01'), {
    '23': '5.3.2 5.3.4 6.1',
    '27': '7.4',
    '42': '1.1',
  }),
  ...articlesOf(primary('dataSecurity'), { '21': '2.3.3', '27': '5.1.1 5.3.2', '29': '7.1 7.2 7.3' }),
  ...articlesOf(secondary('incidentReports', '2025-11-01'), { '*': '7.1 7.3' }),
  ...articlesOf(secondary('dataClassification', '2024-10-01'), { '*': '1.3.1 2.3.3' }),
  ...articlesOf(secondary('cryptographyBaseline'), { '*': '5.3.1' }),
  ...articlesOf(secondary('classifiedProtection'), {
    '8.1.4.1': '3.2.2 5.3.3',
    '8.1.4.2': '2.3.3 3.2.1',
    '8.1.4.3': '4.2.2 5.3.4',
    '8.1.4.7': '5.3.1',
    '8.1.4.8': '5.3.1',
    '8.1.4.9': '3.1.1 3.3.2',
    '8.1.4.10': '5.3.5 5.6.2',
    '8.1.4.11': '2.1.2',
    '8.1.5': '6.1',
    '8.1.7': '5.1.1 5.2.1 5.5.1 5.5.2 5.5.3',
    '8.1.10': '3.3.1 3.3.2 5.3.5 7.4',
  }),
]

const secretsAndLabour: readonly Article[] = [
  ...articlesOf(primary('tradeSecretJudgments'), {
    '1': '1.3.1',
    '6': '2.3.3 3.2.1 3.2.3 5.1.1 5.2.1 5.3.1 5.3.5 5.5.1 5.5.3',
  }),
  ...articlesOf(primary('unfairCompetition', null, '2025-10-14'), { '9': '1.3.2 8.1' }),
  ...articlesOf(secondary('unfairCompetition', '2025-10-15'), { '10': '1.3.2 8.1' }),
  ...articlesOf(secondary('tradeSecretRules', '2026-06-01'), { '*': '1.3.2 5.2.1 9.3' }),
  ...articlesOf(primary('stateSecrets'), { '14': '2.3.3', '22': '2.3.3' }),
  ...articlesOf(primary('civilCode'), {
    '501': '4.3.2',
    '509': '4.3.2',
    '558': '5.5.3',
    '1032': '1.1',
    '1034': '1.3.1',
    '1035': '2.1.1',
    '1038': '7.3',
  }),
  ...articlesOf(primary('labourContract'), {
    '4': '9.3',
    '23': '5.2.1 5.2.2',
    '24': '5.2.2',
    '25': '5.2.2 8.2',
    '39': '8.2',
    '50': '5.5.1 5.2.3',
    '90': '8.3',
  }),
  ...articlesOf(primary('criminal'), { '219': '8.3', '253之一': '8.3' }),
  ...articlesOf(primary('electronicSignature'), { '13': '5.1.2 5.2.1', '14': '5.1.2 5.2.1' }),
  ...articlesOf(primary('archives'), { '37': '3.1.1' }),
  ...articlesOf(primary('archivesRegulations'), { '39': '3.1.1' }),
]

/** Every citation the program ships with, past versions included. */
export const articles: readonly Article[] = [...personalInformation, ...security, ...secretsAndLabour]

/**
 * The articles behind a clause on a given day.
 * @param day `YYYY-MM-DD`, compared as text; the company's calendar day
 */
export function articlesOfClause(clauseNumber: string, day: string): Article[] {
  return articles.filter(
    (article) =>
      article.clauses.includes(clauseNumber) &&
      (article.validFrom === null || article.validFrom <= day) &&
      (article.validTo === null || day <= article.validTo),
  )
}

/** How a page or a report prints a citation, for example 《个人信息保护法》第23条. */
export function citationText({ law, article }: Article): Bilingual {
  const name = laws[law]
  const standard = name.zh.startsWith('GB/T')
  if (standard) {
    const section = article === '*' ? '' : ` ${article}`
    return { zh: name.zh + section, en: name.en + section }
  }
  if (article === '*') return { zh: `《${name.zh}》`, en: name.en }
  const inserted = article.endsWith('之一')
  const digits = inserted ? article.slice(0, -2) : article
  return {
    zh: `《${name.zh}》第${digits}条${inserted ? '之一' : ''}`,
    en: `${name.en}, Art. ${digits}${inserted ? '-1' : ''}`,
  }
}

/** The table of docs/law.md, which a test compares with this data. */
export function lawTable(): string {
  const rows = articles.map((article) => {
    const { zh, en } = citationText(article)
    const period = `${article.validFrom ?? '…'} – ${article.validTo ?? ''}`.trim()
    return `| ${zh} / ${en} | ${period} | ${article.trust} | ${article.clauses.join(', ')} |`
  })
  return [
    '| 依据 / Article | 有效期 / In force | 来源 / Read from | 条款 / Clauses |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}
