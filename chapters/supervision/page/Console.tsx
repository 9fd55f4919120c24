import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { download, PageHeader, ProblemNotice, useText } from '../../../doors/web/ui/index.ts'
import { EntryTable, useEntryFilters } from './EntryTable.tsx'

/** Hands out what the present filter finds, as signed evidence. */
function useBundle(): { button: ReactNode; notice: ReactNode } {
  const t = useText()
  const names = useEntryFilters().map((field) => field.name)
  const [query] = useSearchParams()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const take = async (): Promise<void> => {
    const filter = Object.fromEntries(
      names.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])),
    )
    setBusy(true)
    setError(null)
    try {
      await download('/audit/bundles', filter, 'mifeng-evidence.json')
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return {
    button: (
      <Button
        type="primary"
        loading={busy}
        icon={<SafetyCertificateOutlined aria-hidden="true" />}
        onClick={() => void take()}
      >
        {t('supervision.console.bundle')}
      </Button>
    ),
    notice: <ProblemNotice error={error} />,
  }
}

/** 审计台: everything the ledger recorded, to look up and to hand out. */
export default function Console() {
  const t = useText()
  const filters = useEntryFilters()
  const { button, notice } = useBundle()
  return (
    <>
      <PageHeader
        title={t('supervision.console.title')}
        hint={t('supervision.console.hint')}
        primary={button}
      />
      {notice}
      <EntryTable
        name="supervision.entries"
        filters={filters}
        pageSize={50}
        empty={{ title: t('supervision.console.empty'), hint: t('supervision.console.emptyHint') }}
      />
    </>
  )
}
