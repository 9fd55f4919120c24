import { Checkbox } from 'antd'
import { useEffect, useState } from 'react'
import { PageHeader, post, ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'
import type { PasskeyAsked, SignInReply, StepState } from '../../wire.ts'
import { ProofForm } from './ProofForm.tsx'

/** The second step of a sign-in: the ticket is turned into a session. */
export function FactorStep({
  ticket,
  onDone,
  onBack,
}: {
  ticket: string
  onDone: (reply: SignInReply) => void
  onBack: () => void
}) {
  const t = useText()
  const [state, setState] = useState<StepState | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [remember, setRemember] = useState(false)
  useEffect(() => {
    post<StepState>('/session/step', { ticket }).then(setState, setError)
  }, [ticket])
  return (
    <section className="people-bare" aria-label={t('people.proof.step')}>
      <PageHeader title={t('people.proof.step')} hint={t('people.proof.stepHint')} />
      <ProblemNotice error={error} />
      {state !== null && (
        <ProofForm
          methods={state.methods}
          askPasskey={() => post<PasskeyAsked>('/session/step/passkey', { ticket })}
          onProof={async (proof) => {
            onDone(await post<SignInReply>('/session/factor', { ticket, proof, remember }))
          }}
          onCancel={onBack}
        >
          {state.rememberDays > 0 && (
            <p className="people-remember">
              <Checkbox checked={remember} onChange={(event) => setRemember(event.target.checked)}>
                {t('people.proof.remember', { days: state.rememberDays })}
              </Checkbox>
            </p>
          )}
        </ProofForm>
      )}
    </section>
  )
}
