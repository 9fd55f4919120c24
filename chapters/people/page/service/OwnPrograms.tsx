import { Button, Drawer, Form } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  DataTable,
  isAdministrator,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { ownTokenDaysMost, type OwnPrograms as Reply, type ServiceRow, type TokenMade } from '../../wire.ts'
import { LimitItems, ServiceState, TokenItems, TokenShown, TokenTable } from './parts.tsx'

/** My own tokens, and the service accounts I answer for. */
export default function OwnPrograms() {
  const t = useText()
  const person = usePerson()
  const reply = useGet<Reply>('/tokens')
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<TokenMade | null>(null)
  return (
    <>
      <PageHeader
        title={t('people.token.title')}
        hint={t('people.token.hint')}
        primary={
          !isAdministrator(person.roles) && (
            <Button type="primary" onClick={() => setAsking(true)}>
              {t('people.token.newOwn')}
            </Button>
          )
        }
      />
      <ProblemNotice error={reply.error} />
      <h2>{t('people.token.mine')}</h2>
      <TokenTable
        name="people.own-tokens"
        label={t('people.token.mine')}
        rows={reply.data?.tokens ?? []}
        mine
        mayEnd
        onMade={setMade}
        emptyHint={t('people.token.emptyOwn')}
      />
      <h2 className="people-gap">{t('people.token.services')}</h2>
      <DataTable<ServiceRow>
        name="people.own-services"
        label={t('people.token.services')}
        rows={reply.data?.services ?? []}
        bare
        rowKey={(row) => row.id}
        rowHref={(row) => `/service-accounts/${row.id}`}
        columns={[
          {
            key: 'name',
            title: t('people.service.name'),
            fixed: true,
            render: (row) => `${row.name} ${row.number}`,
          },
          {
            key: 'kind',
            title: t('people.service.kind'),
            render: (row) => t(`people.service.kind.${row.kind}`),
          },
          {
            key: 'state',
            title: t('people.service.state'),
            width: 130,
            render: (row) => <ServiceState state={row.state} />,
          },
          { key: 'expiresOn', title: t('people.service.expires'), render: (row) => row.expiresOn },
          {
            key: 'tokens',
            title: t('people.service.tokens'),
            width: 80,
            render: (row) => row.tokens,
          },
          {
            key: 'usedAt',
            title: t('people.service.used'),
            render: (row) =>
              row.usedAt === null ? (
                <span className="soft">{t('people.service.never')}</span>
              ) : (
                <Time at={row.usedAt} />
              ),
          },
          {
            key: 'more',
            title: t('people.more'),
            fixed: true,
            width: 110,
            render: (row) => <Link to={`/service-accounts/${row.id}`}>{t('people.token.open')}</Link>,
          },
        ]}
        empty={{ title: t('people.token.servicesEmpty'), hint: t('people.token.servicesEmptyHint') }}
      />
      {asking && (
        <AskOwnToken
          onClose={() => setAsking(false)}
          onMade={(token) => {
            setAsking(false)
            setMade(token)
          }}
        />
      )}
      <TokenShown made={made} onClose={() => setMade(null)} />
    </>
  )
}

interface Values {
  name: string
  days: number
  fields: number[]
  verbs: string[]
  maskedOnly: boolean
  addresses: string[]
}

function AskOwnToken({ onClose, onMade }: { onClose: () => void; onMade: (made: TokenMade) => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const make = usePost<Values, TokenMade>('/tokens', { refresh: ['/tokens'], onDone: onMade })
  return (
    <Drawer
      open
      size={460}
      title={t('people.token.newOwn')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={make.isPending} onClick={() => form.submit()}>
          {t('people.token.new')}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ name: '', days: 30, fields: [], verbs: ['read'], maskedOnly: true, addresses: [] }}
        onFinish={make.mutate}
      >
        <TokenItems most={ownTokenDaysMost} />
        <LimitItems />
      </Form>
    </Drawer>
  )
}
