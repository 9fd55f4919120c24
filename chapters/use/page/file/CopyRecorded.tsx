import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'

/** Copies a value after the copying has been recorded; `fetch` records it and brings the value. */
export function CopyRecorded({ label, fetch }: { label: string; fetch: () => Promise<string> }) {
  const t = useText()
  const { modal, message } = App.useApp()
  const [state, setState] = useState<'ready' | 'busy' | 'copied'>('ready')
  const copy = async (): Promise<void> => {
    setState('busy')
    try {
      const text = await fetch()
      await navigator.clipboard.writeText(text)
      setState('copied')
      void message.success(t('use.copy.recorded'))
      setTimeout(() => setState('ready'), 1600)
    } catch (error) {
      setState('ready')
      void modal.error({ title: t('use.copy.failed'), content: <ProblemNotice error={error} /> })
    }
  }
  const name = `${state === 'copied' ? t('kit.copied') : t('use.copy')}: ${label}`
  return (
    <Tooltip title={t('use.copy.hint')}>
      <Button
        type="text"
        size="small"
        className="copy-button"
        aria-label={name}
        loading={state === 'busy'}
        icon={state === 'copied' ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy()}
      />
    </Tooltip>
  )
}
