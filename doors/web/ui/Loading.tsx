import { Skeleton } from 'antd'
import { useText } from './text.ts'

/** The shape of a page before its data is here. */
export function Loading({ rows = 8 }: { rows?: number }) {
  const t = useText()
  return (
    <div className="loading" role="status" aria-label={t('kit.loading')}>
      <Skeleton active title={{ width: 220 }} paragraph={{ rows }} />
    </div>
  )
}
