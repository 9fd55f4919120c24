import { Button, Form, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { encode } from 'uqr'
import { CopyButton, Loading, post, ProblemNotice, useText } from '../../../../doors/web/ui/index.ts'
import type { FactorAdded, TotpMade } from '../../wire.ts'

/** Adds an authenticator app: a QR code to scan, and the first code to show that it works. */
export function TotpSetUp({
  onDone,
  onClose,
}: {
  onDone: (recoveryCodes: readonly string[]) => void
  onClose: () => void
}) {
  const t = useText()
  const [made, setMade] = useState<TotpMade | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [form] = Form.useForm<{ code: string }>()
  useEffect(() => {
    post<TotpMade>('/account/totp', { name: '' }).then(setMade, setError)
  }, [])
  const confirm = async (code: string): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      onDone((await post<FactorAdded>(`/account/totp/${made!.id}`, { code })).recoveryCodes)
    } catch (caught) {
      form.resetFields()
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('people.totp.title')} footer={null} width={440} onCancel={onClose} destroyOnHidden>
      <ProblemNotice error={error} />
      {made === null && error === null && <Loading />}
      {made !== null && (
        <>
          <ol className="people-steps">
            <li>{t('people.totp.install')}</li>
            <li>{t('people.totp.scan')}</li>
            <li>{t('people.totp.type')}</li>
          </ol>
          <QrCode text={made.uri} label={t('people.totp.qr')} />
          <p className="soft">
            {t('people.totp.byHand')} <span className="people-secret">{made.secret}</span>
            <CopyButton text={made.secret} />
          </p>
          <Form<{ code: string }>
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={({ code }) => void confirm(code)}
          >
            <Form.Item
              name="code"
              label={t('people.proof.totp')}
              rules={[{ required: true, message: t('people.required') }]}
            >
              <Input
                className="people-code"
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                maxLength={12}
              />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy}>
              {t('people.totp.go')}
            </Button>
          </Form>
        </>
      )}
    </Modal>
  )
}

/** A QR code as one path: a square for each dark module. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return (
    <svg className="people-qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
