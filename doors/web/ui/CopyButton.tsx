import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { useText } from './text.ts'

/** Copies a text that the person may copy; says that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  const name = copied ? t('kit.copied') : (label ?? t('kit.copy'))
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1600)
  }
  return (
    <Tooltip title={name}>
      <Button
        type="text"
        size="small"
        className="copy-button"
        aria-label={name}
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy().catch(() => setCopied(false))}
      />
    </Tooltip>
  )
}
