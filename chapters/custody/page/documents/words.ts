import { useText } from '../../../../doors/web/ui/index.ts'

/** Words for the code of what is wrong with a document. */
export function useProblemText(): (code: string) => string {
  const t = useText()
  return (code) => {
    // The rule that said no when the document was to be added at last.
    const isRefusal = code.startsWith('clause')
    const key = `custody.doc.problem.${isRefusal ? 'refused' : code.replace(/^custody\./, '')}`
    const text = t(key)
    return text === key ? t('custody.doc.problem.failed') : text
  }
}
