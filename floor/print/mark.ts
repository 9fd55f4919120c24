/** How long a level holds. */
export interface MarkPeriod {
  /** Years from when it was fixed. */
  readonly years?: number | null
  readonly openTerm?: 'long-term' | 'until-published' | null
  /** The day on which it ends, `YYYY-MM-DD`, once it was fixed for this very thing. */
  readonly until?: string | null
}

const openWords = {
  'long-term': { zh: '长期', en: 'long-term' },
  'until-published': { zh: '公布前', en: 'until published' },
} as const

/** Words of state secrets (law on guarding state secrets, articles 14 and 22), which mark nothing of a company. */
const statutory = /^(?:绝密|机密|秘密)级?$/

/** The company's own word for a level; one that looks like a mark of state secrets is never printed as it is. */
function wordOf(name: string, language: 'zh' | 'en'): string {
  const plain = name.replaceAll('★', '').trim()
  return language === 'zh' && statutory.test(plain) ? `公司${plain}` : plain
}

function periodOf(period: MarkPeriod, language: 'zh' | 'en'): string | undefined {
  const { years, openTerm, until } = period
  if (openTerm !== undefined && openTerm !== null) return openWords[openTerm][language]
  const end = until === undefined || until === null ? '' : until
  if (years === undefined || years === null)
    return end === '' ? undefined : language === 'zh' ? `至 ${end}` : `to ${end}`
  if (language === 'zh') return end === '' ? `${years} 年` : `${years} 年（至 ${end}）`
  return `${years} ${years === 1 ? 'year' : 'years'}${end === '' ? '' : ` (to ${end})`}`
}

/**
 * The mark that stands on every view, print and export: what it is (a trade secret, not a state secret), the company's
 * word for the level, whose it is, and for how long. One wording everywhere.
 * @param level the level's name in both languages, as the company calls it
 */
export function markOf(
  level: { readonly zh: string; readonly en: string },
  period: MarkPeriod,
  company: string,
  language: 'zh' | 'en',
): string {
  const word = wordOf(level[language], language)
  const term = periodOf(period, language)
  const parts =
    language === 'zh'
      ? [`商业秘密·${word}`, ...(term === undefined ? [] : [`期限：${term}`]), `权属：${company}`]
      : [`Trade secret: ${word}`, ...(term === undefined ? [] : [`Term: ${term}`]), `Owner: ${company}`]
  return parts.join(language === 'zh' ? '　' : ' | ')
}
