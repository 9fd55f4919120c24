import { Alert, Button, Form, Input } from 'antd'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { PageHeader, post, ProblemNotice, usePost, useSession, useText } from '../../../doors/web/ui/index.ts'
import type { PasskeyAsked, SignInReply } from '../wire.ts'
import { FactorStep } from './factors/FactorStep.tsx'
import { SignOnChoices } from './sign-on/Choices.tsx'
import {
  answerWith,
  endOffer,
  hasPasskeys,
  isGivenUp,
  makePasskey,
  mayOfferPasskeys,
} from './factors/passkeys.ts'
import './people.css'

interface Values {
  name: string
  password: string
}

/** A sign-on elsewhere that leads back here half-way in carries its ticket behind the #. */
const ticketOfAddress = (): string | null => /^#step=([\w-]{16,128})$/.exec(window.location.hash)?.[1] ?? null

/** After a sign-in the whole page is read again: another person may sit here, and the shell knows where to go back to. */
async function arrive(reply: SignInReply): Promise<void> {
  if (reply.renew !== null) {
    // The key's days are over. Where the device does not make another now, the page of factors asks again.
    await makePasskey('', reply.renew).catch(() => undefined)
  }
  if (window.location.hash !== '')
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
  window.location.reload()
}

/** Sign-in with a passkey, or with number or name and password and then, where there is one, the second factor. */
export default function SignIn() {
  const [ticket, setTicket] = useState(ticketOfAddress)
  if (ticket !== null)
    return (
      <FactorStep
        ticket={ticket}
        onDone={(reply) => void arrive(reply)}
        onBack={() => {
          window.history.replaceState(null, '', window.location.pathname + window.location.search)
          setTicket(null)
        }}
      />
    )
  return <FirstStep onTicket={setTicket} />
}

function PasskeyButton({ onError }: { onError: (error: unknown) => void }) {
  const t = useText()
  const [busy, setBusy] = useState(false)
  if (!hasPasskeys()) return null
  const enter = async (): Promise<void> => {
    setBusy(true)
    onError(null)
    try {
      const asked = await post<PasskeyAsked>('/session/passkey/options', {})
      await arrive(await post<SignInReply>('/session/passkey', await answerWith(asked)))
    } catch (error) {
      if (!isGivenUp(error)) onError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <p className="people-gap">
      <Button size="large" block loading={busy} onClick={() => void enter()}>
        {t('people.signIn.passkey')}
      </Button>
    </p>
  )
}

/** The server's question is good for five minutes; the browser is asked anew before. */
const offerMs = 4 * 60_000

/**
 * Lets the browser offer passkeys in the list under the name field, without a button: the question waits in the
 * background until one is picked, and is asked anew before it grows old.
 */
function useOfferedPasskey(onError: (error: unknown) => void): void {
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const offer = async (): Promise<void> => {
      if (gone || !(await mayOfferPasskeys())) return
      timer = setTimeout(() => void offer(), offerMs)
      try {
        const asked = await post<PasskeyAsked>('/session/passkey/options', {})
        if (gone) return
        await arrive(await post<SignInReply>('/session/passkey', await answerWith(asked, true)))
      } catch (error) {
        // Given up, or replaced by the button's own question: nothing to say.
        if (!gone && !isGivenUp(error)) onError(error)
      }
    }
    void offer()
    return () => {
      gone = true
      clearTimeout(timer)
      endOffer()
    }
  }, [onError])
}

function FirstStep({ onTicket }: { onTicket: (ticket: string) => void }) {
  const t = useText()
  const [passkeyError, setPasskeyError] = useState<unknown>(null)
  const [capsLock, setCapsLock] = useState(false)
  const [form] = Form.useForm<Values>()
  const enter = usePost<Values, SignInReply>('/session', {
    refresh: [],
    onDone: (reply) => (reply.step === null ? void arrive(reply) : onTicket(reply.step.ticket)),
  })
  useOfferedPasskey(setPasskeyError)
  const { blocked } = useSession()
  const watchCaps = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <section className="people-bare" aria-label={t('people.signIn.title')}>
      <PageHeader title={t('people.signIn.title')} />
      <div aria-live="polite">
        <ProblemNotice error={enter.error ?? passkeyError} />
        {blocked === 'address' && <Alert type="warning" showIcon title={t('people.signIn.elsewhere')} />}
      </div>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) =>
          enter.mutate(values, {
            onError: () => {
              form.setFieldValue('password', '')
              form.getFieldInstance('password')?.focus()
            },
          })
        }
      >
        <Form.Item
          name="name"
          label={t('people.signIn.name')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input autoComplete="username webauthn" autoFocus size="large" maxLength={64} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('people.signIn.password')}
          rules={[{ required: true, message: t('people.required') }]}
          {...(capsLock ? { extra: t('people.signIn.capsLock') } : {})}
        >
          <Input.Password autoComplete="current-password" size="large" maxLength={256} onKeyUp={watchCaps} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
          {t('people.signIn.go')}
        </Button>
      </Form>
      <PasskeyButton onError={setPasskeyError} />
      <SignOnChoices onTicket={onTicket} />
      <p className="small">{t('people.signIn.forgot')}</p>
      <p className="small">{t('people.signIn.recorded')}</p>
    </section>
  )
}
