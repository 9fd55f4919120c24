import { useText } from '../../../../doors/web/ui/index.ts'

/** Why a message was not delivered, in words where there are any; otherwise the code of the platform or the server. */
export function useReason(): (code: string) => string {
  const t = useText()
  return (code) => {
    const key = `delivery.reason.${code}`
    const known = t(key)
    return known === key ? t('delivery.reason.code', { code }) : known
  }
}
