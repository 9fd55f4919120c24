import { Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { CopyButton, useText } from '../../../../doors/web/ui/index.ts'

/** Recovery codes, to be printed or saved now or never. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useText()
  const [kept, setKept] = useState(false)
  const save = (): void => {
    const text = `${t('people.recovery.fileHead')}\n\n${codes.join('\n')}\n`
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = t('people.recovery.fileName')
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }
  return (
    <Modal
      open
      title={t('people.recovery.title')}
      width={440}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" disabled={!kept} onClick={onClose}>
          {t('people.recovery.done')}
        </Button>
      }
    >
      <div className="people-one-time">
        <p>{t('people.recovery.hint')}</p>
        <ul className="people-codes">
          {codes.map((code) => (
            <li key={code} className="people-secret">
              {code}
            </li>
          ))}
        </ul>
        <p className="people-no-print people-marks">
          <Button onClick={() => window.print()}>{t('people.oneTime.print')}</Button>
          <Button onClick={save}>{t('people.recovery.save')}</Button>
          <CopyButton text={codes.join('\n')} />
        </p>
        <p className="people-no-print people-gap">
          <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
            {t('people.recovery.kept')}
          </Checkbox>
        </p>
      </div>
    </Modal>
  )
}
