import { Button, Modal } from 'antd'
import { CopyButton, useText } from '../../../../doors/web/ui/index.ts'
import type { FactorReset } from '../../wire.ts'

/** The one recovery code of a reset, shown this once. */
export function FactorCode({ reset, onClose }: { reset: FactorReset | null; onClose: () => void }) {
  const t = useText()
  return (
    <Modal
      open={reset !== null}
      width={460}
      title={
        reset === null
          ? ''
          : t('people.factorReset.shown', { name: reset.name, employeeNo: reset.employeeNo })
      }
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('people.oneTime.close')}
        </Button>
      }
    >
      <p>{t('people.factorReset.hint')}</p>
      <p>
        <span className="people-secret">{reset?.code}</span> <CopyButton text={reset?.code ?? ''} />
      </p>
    </Modal>
  )
}
