import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  ConfirmReason,
  isAdministrator,
  KeyValue,
  PageHeader,
  post,
  ProblemNotice,
  useGet,
  useMay,
  usePerson,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ServiceReply, TokenMade } from '../../wire.ts'
import { useClearanceName } from '../words.ts'
import { EditService, ServiceRights } from './forms.tsx'
import { IntakeFacts } from './Intake.tsx'
import {
  AskServiceToken,
  ServiceState,
  TokenShown,
  TokenTable,
  useFieldNames,
  usePurposeNames,
} from './parts.tsx'

type Asking = 'edit' | 'rights' | 'end' | 'token'

/** One service account: what it may, its tokens, and the way to the record of its use. */
export default function ServiceAccount() {
  const t = useText()
  const { id = '' } = useParams()
  const person = usePerson()
  const refresh = useRefresh()
  const reply = useGet<ServiceReply>(`/service-accounts/${id}`)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [made, setMade] = useState<TokenMade | null>(null)
  const account = reply.data
  if (account === undefined)
    return (
      <>
        <PageHeader title={t('people.service.one')} />
        <ProblemNotice error={reply.error} />
      </>
    )
  const over = account.endedAt !== null
  const close = (): void => setAsking(null)
  return (
    <>
      <PageHeader
        title={`${account.name} ${account.number}`}
        tabTitle={t('people.service.one')}
        marks={<ServiceState state={account.state} />}
        hint={account.mine ? t('people.service.ownerHint') : account.task}
        primary={
          account.mine &&
          !over && (
            <Button type="primary" onClick={() => setAsking('token')}>
              {t('people.token.new')}
            </Button>
          )
        }
        actions={<Acts over={over} id={id} onAsk={setAsking} />}
      />
      <ProblemNotice error={reply.error} />
      <Facts account={account} />
      {account.intake !== null && <IntakeFacts intake={account.intake} />}
      <h2 className="people-gap">{t('people.service.tokens')}</h2>
      <TokenTable
        name="people.service-tokens"
        label={t('people.service.tokens')}
        rows={account.list}
        mine={account.mine && !over}
        mayEnd={isAdministrator(person.roles) && !person.roles.every((role) => role === 'audit-admin')}
        onMade={setMade}
        emptyHint={t('people.token.emptyService')}
      />
      {asking === 'edit' && <EditService account={account} onClose={close} />}
      {asking === 'rights' && <ServiceRights account={account} onClose={close} />}
      {asking === 'token' && (
        <AskServiceToken
          id={id}
          onClose={close}
          onMade={(token) => {
            close()
            setMade(token)
          }}
        />
      )}
      <ConfirmReason
        open={asking === 'end'}
        title={t('people.service.endTitle')}
        text={t('people.service.endText')}
        action={t('people.service.end')}
        danger
        onConfirm={async (reason) => {
          await post(`/service-accounts/${id}/end`, { reason })
          await refresh(['/service-accounts'])
          close()
        }}
        onClose={close}
      />
      <TokenShown made={made} onClose={() => setMade(null)} />
    </>
  )
}

function Acts({ over, id, onAsk }: { over: boolean; id: string; onAsk: (what: Asking) => void }) {
  const t = useText()
  const manages = useMay('manage-services')
  const gives = useMay('service-rights')
  const audits = useMay('audit')
  return (
    <>
      {audits && (
        <Link to={`/audit?person=${id}`}>
          <Button>{t('people.service.records')}</Button>
        </Link>
      )}
      {manages && !over && <Button onClick={() => onAsk('edit')}>{t('people.service.edit')}</Button>}
      {gives && !over && <Button onClick={() => onAsk('rights')}>{t('people.service.setRights')}</Button>}
      {manages && !over && (
        <Button danger onClick={() => onAsk('end')}>
          {t('people.service.end')}
        </Button>
      )}
    </>
  )
}

function Facts({ account }: { account: ServiceReply }) {
  const t = useText()
  const clearance = useClearanceName()
  const fields = useFieldNames()
  const purposes = usePurposeNames()
  const comma = t('kit.listComma')
  const nothing = t('people.service.fieldsNone')
  const level =
    account.effectiveClearance === account.clearance
      ? clearance(account.clearance)
      : `${clearance(account.clearance)} · ${t('people.service.effective', { name: clearance(account.effectiveClearance) })}`
  return (
    <KeyValue
      columns={4}
      items={[
        { label: t('people.service.kind'), value: t(`people.service.kind.${account.kind}`) },
        { label: t('people.service.owner'), value: `${account.owner.name} ${account.owner.employeeNo}` },
        { label: t('people.service.purpose'), value: purposes.name(account.purpose) },
        { label: t('people.service.expires'), value: account.expiresOn },
        { label: t('people.clearance'), value: level },
        { label: t('people.scope'), value: t(`people.scope.${account.scope}`) },
        {
          label: t('people.service.verbs'),
          value: account.verbs.map((verb) => t(`people.service.verb.${verb}`)).join(comma) || nothing,
        },
        {
          label: t('people.service.sight'),
          value: t(account.maskedOnly ? 'people.service.maskedYes' : 'people.service.maskedNo'),
        },
        { label: t('people.service.perMinute'), value: account.perMinute },
        { label: t('people.service.perDay'), value: account.perDay },
        {
          label: t('people.service.addresses'),
          value: account.addresses.join(comma) || t('people.service.anywhere'),
        },
        { label: t('people.service.task'), value: account.task },
        {
          label: t('people.service.fields'),
          wide: true,
          value: account.fields.map(fields.name).join(comma) || nothing,
        },
      ]}
    />
  )
}
