import { holdsOwn, type OwnWords, ownPieces } from './rules.ts'

/** What an estimate says; the codes of weakness and advice have their words on the page. */
export interface Estimated {
  /** 0 to 4, as zxcvbn counts (guesses: 10³, 10⁶, 10⁸, 10¹⁰). */
  readonly score: number
  readonly weakness: string | null
  readonly advice: readonly string[]
}

interface Found {
  readonly score: number
  readonly sequence: readonly { readonly pattern: string; readonly [key: string]: unknown }[]
  readonly feedback: { readonly warning: string | null; readonly suggestions: readonly string[] }
}
type Estimator = (password: string, own: string[]) => Found

/** Longer ones are strong anyway; the work grows with the length. */
const readMost = 64
/** A score below this can be guessed by somebody with the stolen hash and patience. */
export const leastScore = 3

let estimator: Promise<Estimator> | undefined

/** The dictionaries weigh some megabytes: they are read when the first password is chosen, not at start. */
async function load(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english, { chineseWords }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('./chinese.ts'),
  ])
  const factory = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, chinese: chineseWords() },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: 3,
    maxLength: readMost,
  })
  return (password, own) => factory.check(password, own)
}

/**
 * Estimates how hard a password is to guess for somebody who knows the person, the company and what people choose. The
 * password is neither kept nor logged.
 */
export async function estimate(password: string, own: OwnWords): Promise<Estimated> {
  const check = await (estimator ??= load())
  const plain = password.normalize('NFKC')
  const found = check(plain.slice(0, readMost), ownPieces(own))
  const words = found.sequence.filter((match) => match.pattern === 'dictionary')
  const uses = (dictionary: string): boolean => words.some((match) => match['dictionaryName'] === dictionary)
  const weak = found.score < leastScore
  const weakness = !weak
    ? null
    : uses('userInputs') || holdsOwn(password, own)
      ? 'own'
      : uses('chinese')
        ? 'chinese'
        : (found.feedback.warning ?? 'short')
  const advice = weak ? ['sentence', ...found.feedback.suggestions.filter((one) => told.has(one))] : []
  return { score: found.score, weakness, advice }
}

/** Suggestions that help; advice to mix letters and signs is not among them (NIST SP 800-63B-4 §3.1.1.2). */
const told = new Set([
  'dates',
  'recentYears',
  'sequences',
  'repeated',
  'longerKeyboardPattern',
  'reverseWords',
])
