import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useText } from '../ui/text.ts'

/** Finds a customer from anywhere: `/customers?q=`. */
export function QuickSearch({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const go = (text: string): void => {
    if (text.trim() === '') return
    setTyped('')
    onClose()
    void navigate(`/customers?q=${encodeURIComponent(text.trim())}`)
  }
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('shell.search')} destroyOnHidden width={520}>
      <Input.Search
        autoFocus
        size="large"
        value={typed}
        aria-label={t('shell.search')}
        enterButton={t('shell.searchGo')}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={go}
      />
      <p className="soft">{t('shell.searchHint')}</p>
    </Modal>
  )
}
