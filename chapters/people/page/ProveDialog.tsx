import { Modal } from 'antd'
import { useEffect, useState } from 'react'
import { get, post, ProblemNotice, useText } from '../../../doors/web/ui/index.ts'
import type { PasskeyAsked, ProofState } from '../wire.ts'
import { ProofForm } from './factors/ProofForm.tsx'
import './people.css'

/**
 * Asks anew who sits here, over whatever page is open. `onEnd` says whether it was proved; the request that needed it is
 * then repeated.
 */
export default function ProveDialog({ onEnd }: { onEnd: (proven: boolean) => void }) {
  const t = useText()
  const [state, setState] = useState<ProofState | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    get<ProofState>('/session/proof').then(setState, setError)
  }, [])
  return (
    <Modal
      open
      title={t('people.proof.again')}
      footer={null}
      width={420}
      zIndex={1400}
      onCancel={() => onEnd(false)}
      destroyOnHidden
    >
      <p>{t('people.proof.againHint', { minutes: state?.minutes ?? 15 })}</p>
      <ProblemNotice error={error} />
      {state !== null && (
        <ProofForm
          methods={state.methods}
          askPasskey={() => post<PasskeyAsked>('/session/proof/passkey', {})}
          onProof={async (proof) => {
            await post('/session/proof', { proof })
            onEnd(true)
          }}
        />
      )}
    </Modal>
  )
}
