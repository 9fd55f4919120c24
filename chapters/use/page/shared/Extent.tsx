import { useText } from '../../../../doors/web/ui/index.ts'

/** How much an application or a grant is about: customers and items. */
export function Extent({ customers, fields }: { customers: number; fields: number }) {
  const t = useText()
  return (
    <>
      <span className="identifier">
        {t('use.apps.customers', { count: customers })}
        {t('kit.comma')}
      </span>
      <span className="identifier">{t('use.apps.fields', { count: fields })}</span>
    </>
  )
}
