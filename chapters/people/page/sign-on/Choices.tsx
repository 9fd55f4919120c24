import { Button, Divider, Form, Input } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useGet, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { SignOnChoice, SignOnReply } from '../../wire.ts'

/** The company's own sign-ons below the local form. `onTicket` gets the ticket of a second factor. */
export function SignOnChoices({ onTicket }: { onTicket: (ticket: string) => void }) {
  const t = useText()
  const { data } = useGet<{ signOn: SignOnChoice[] }>('/session')
  const [directory, setDirectory] = useState<string | null>(null)
  const begin = usePost<{ provider: string }, { address: string }>('/sign-on/begin', {
    refresh: [],
    onDone: ({ address }) => window.location.assign(address),
  })
  const choices = data?.signOn ?? []
  if (choices.length === 0) return null
  return (
    <>
      <Divider plain>{t('people.signOn.or')}</Divider>
      <ProblemNotice error={begin.error} />
      {choices.map((one) => (
        <div key={one.id} className="people-sign-on">
          <Button
            block
            size="large"
            loading={begin.isPending && begin.variables.provider === one.id}
            {...(one.way === 'password' ? { 'aria-expanded': directory === one.id } : {})}
            onClick={() =>
              one.way === 'redirect'
                ? begin.mutate({ provider: one.id })
                : setDirectory(directory === one.id ? null : one.id)
            }
          >
            {t('people.signOn.with', { name: one.name })}
          </Button>
          {directory === one.id && <DirectoryForm provider={one.id} onTicket={onTicket} />}
        </div>
      ))}
    </>
  )
}

interface Values {
  name: string
  password: string
}

function DirectoryForm({ provider, onTicket }: { provider: string; onTicket: (ticket: string) => void }) {
  const t = useText()
  const enter = usePost<Values & { provider: string }, SignOnReply>('/sign-on/password', {
    refresh: [],
    onDone: (reply) => {
      if (reply.ticket !== undefined) onTicket(reply.ticket)
      else window.location.reload()
    },
  })
  return (
    <Form<Values>
      layout="vertical"
      requiredMark={false}
      className="people-gap"
      onFinish={(values) => enter.mutate({ provider, ...values })}
    >
      <ProblemNotice error={enter.error} />
      <Form.Item
        name="name"
        label={t('people.signOn.account')}
        rules={[{ required: true, message: t('people.required') }]}
      >
        <Input autoComplete="username" maxLength={64} autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('people.signOn.directoryPassword')}
        rules={[{ required: true, message: t('people.required') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={enter.isPending}>
        {t('people.signIn.go')}
      </Button>
    </Form>
  )
}
