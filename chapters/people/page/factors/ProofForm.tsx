import { Button, Form, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'
import type { PasskeyAsked, Proof } from '../../wire.ts'
import { answerWith, hasPasskeys, isGivenUp } from './passkeys.ts'

type Method = Proof['method']

export interface ProofFormProps {
  methods: readonly Method[]
  /** Fetches what a passkey is to answer. */
  askPasskey: () => Promise<PasskeyAsked>
  /** Sends the proof; what it throws is shown. */
  onProof: (proof: Proof) => Promise<void>
  /** Between the field and the button. */
  children?: ReactNode
  onCancel?: () => void
}

/** Proves who sits here: a passkey, a code from an app, a recovery code, or the password where there is nothing else. */
export function ProofForm({ methods, askPasskey, onProof, children, onCancel }: ProofFormProps) {
  const t = useText()
  const usable = methods.filter((method) => method !== 'passkey' || hasPasskeys())
  const [method, setMethod] = useState<Method | undefined>(usable[0])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [form] = Form.useForm<{ code: string }>()
  const attempt = async (make: () => Promise<Proof>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onProof(await make())
    } catch (caught) {
      form.resetFields()
      if (!isGivenUp(caught)) setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const byPasskey = (): void =>
    void attempt(async () => ({ method: 'passkey', answer: await answerWith(await askPasskey()) }))
  const choose = (next: Method): void => {
    setMethod(next)
    setError(null)
    form.resetFields()
  }
  if (method === undefined) return <p>{t('people.proof.nothingUsable')}</p>
  return (
    <>
      <div aria-live="polite">
        <ProblemNotice error={error} />
      </div>
      {method === 'passkey' ? (
        <div className="people-gap">
          <p>{t('people.proof.passkeyHint')}</p>
          {children}
          <Button type="primary" block size="large" autoFocus loading={busy} onClick={byPasskey}>
            {t('people.proof.passkeyGo')}
          </Button>
        </div>
      ) : (
        <Form<{ code: string }>
          form={form}
          layout="vertical"
          requiredMark={false}
          className="people-gap"
          onFinish={({ code }) =>
            void attempt(() =>
              Promise.resolve(method === 'password' ? { method, password: code } : { method, code }),
            )
          }
        >
          <CodeField key={method} method={method} onWhole={() => form.submit()} />
          {children}
          <Button type="primary" htmlType="submit" block size="large" loading={busy}>
            {t('people.proof.go')}
          </Button>
        </Form>
      )}
      <p className="people-marks people-gap">
        {usable
          .filter((other) => other !== method)
          .map((other) => (
            <Button key={other} size="small" type="link" onClick={() => choose(other)}>
              {t(`people.proof.use.${other}`)}
            </Button>
          ))}
        {onCancel !== undefined && (
          <Button size="small" type="link" onClick={onCancel}>
            {t('people.cancel')}
          </Button>
        )}
      </p>
    </>
  )
}

function CodeField({ method, onWhole }: { method: Exclude<Method, 'passkey'>; onWhole: () => void }) {
  const t = useText()
  const rules = [{ required: true, message: t('people.required') }]
  if (method === 'password')
    return (
      <Form.Item name="code" label={t('people.signIn.password')} rules={rules}>
        <Input.Password autoComplete="current-password" autoFocus size="large" maxLength={256} />
      </Form.Item>
    )
  const app = method === 'totp'
  return (
    <Form.Item
      name="code"
      label={t(`people.proof.${method}`)}
      extra={t(`people.proof.${method}Hint`)}
      rules={rules}
    >
      <Input
        className="people-code"
        autoComplete={app ? 'one-time-code' : 'off'}
        inputMode={app ? 'numeric' : 'text'}
        autoFocus
        size="large"
        maxLength={40}
        spellCheck={false}
        onChange={(event) => {
          // The sixth digit, typed or pasted, sends the code.
          if (app && /^\d{6}$/.test(event.target.value.replace(/\s/gu, ''))) setTimeout(onWhole)
        }}
      />
    </Form.Item>
  )
}
