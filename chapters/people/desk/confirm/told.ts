import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import { mistakes } from '../../texts.ts'

/**
 * What became of one of many: its value, or the reason why it was left as it was, in both languages. The reason of a
 * refusal is that of its clauses. Faults are thrown.
 */
export async function told<T>(
  work: Promise<T | Refusal>,
): Promise<{ value: T } | { left: { code: string; zh: string; en: string } }> {
  try {
    const value = await work
    if (!isRefusal(value)) return { value }
    const numbers = value.because.join(', ')
    return {
      left: {
        code: 'refused',
        zh: `制度第 ${numbers} 条不允许。`,
        en: `Not allowed by ${numbers} of the policy.`,
      },
    }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    const { zh, en } = mistakes[error.code] ?? { zh: error.code, en: error.code }
    return { left: { code: error.code, zh, en } }
  }
}
