import { Alert, App, Button, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  EmptyState,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { DifferencesApplied, OrganisationProposal, OrganisationProposals } from '../../wire.ts'
import { Differences } from '../Differences.tsx'
import '../people.css'

const refresh = ['/organisation', '/people', '/departments']

/** Directories compared with the company; each proposal is looked through, and applied or discarded. */
export default function Organisation() {
  const t = useText()
  const list = useGet<OrganisationProposals>('/organisation/proposals')
  const compare = usePost<{ provider: string }>('/organisation/proposals', { refresh })
  const { sources = [], rows = [] } = list.data ?? {}
  return (
    <>
      <PageHeader
        title={t('people.sync.title')}
        hint={t('people.sync.hint')}
        actions={
          <Space wrap>
            {sources.map((one) => (
              <Button
                key={one.id}
                loading={compare.isPending && compare.variables.provider === one.id}
                onClick={() => compare.mutate({ provider: one.id })}
              >
                {t('people.sync.compare', { name: one.name })}
              </Button>
            ))}
          </Space>
        }
      />
      <ProblemNotice error={list.error ?? compare.error} />
      {list.data !== undefined && sources.length === 0 && (
        <EmptyState
          title={t('people.sync.noSource')}
          hint={t('people.sync.noSourceHint')}
          action={<Link to="/settings/sign-on">{t('people.sync.toSettings')}</Link>}
        />
      )}
      {list.data !== undefined && sources.length > 0 && rows.length === 0 && (
        <EmptyState title={t('people.sync.none')} hint={t('people.sync.noneHint')} />
      )}
      <KeptDisabled rows={list.data?.keptDisabled ?? []} />
      {rows.map((one) => (
        <Proposal key={one.id} one={one} />
      ))}
    </>
  )
}

/** Why somebody whom the directory calls active still cannot sign in. */
function KeptDisabled({ rows }: { rows: OrganisationProposals['keptDisabled'] }) {
  const t = useText()
  if (rows.length === 0) return null
  return (
    <section className="people-note" aria-label={t('people.kept.title')}>
      <h2>{t('people.kept.title')}</h2>
      <p className="soft">{t('people.kept.hint')}</p>
      <ul className="people-lines">
        {rows.map((one) => (
          <li key={one.personId}>
            <span>
              {one.name} {one.employeeNo}
            </span>
            <span className="soft">
              {t('people.kept.disabled')} <Time at={one.disabledAt} /> · {t('people.kept.called')}{' '}
              <Time at={one.calledAt} />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/accounts">{t('people.kept.toAccounts')}</Link>
      </p>
    </section>
  )
}

function Proposal({ one }: { one: OrganisationProposal }) {
  const t = useText()
  const { message } = App.useApp()
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const apply = usePost<object, DifferencesApplied>(`/organisation/proposals/${one.id}/apply`, {
    refresh,
    onDone: (done) => void message.success(t('people.sync.applied', { ...done })),
  })
  const discard = usePost<object>(`/organisation/proposals/${one.id}/discard`, { refresh })
  const toggle = (key: string): void => {
    const next = new Set(without)
    if (!next.delete(key)) next.add(key)
    setWithout(next)
  }
  const count = one.differences.filter((each) => each.problem === null && !without.has(each.key)).length
  return (
    <section className="people-gap">
      <h2>{t('people.sync.made', { name: one.providerName, count: one.people })}</h2>
      <p className="soft">
        <Time at={one.madeAt} />
      </p>
      {one.suspicious && <Alert type="warning" showIcon title={t('people.sync.suspicious')} />}
      {one.skipped.length > 0 && (
        <p className="soft">
          {t('people.sync.skipped', {
            count: one.skipped.length,
            names: one.skipped
              .slice(0, 20)
              .map((each) => each.name)
              .join(t('kit.listComma')),
          })}
        </p>
      )}
      <ProblemNotice error={apply.error ?? discard.error} />
      {one.differences.length === 0 ? (
        <EmptyState title={t('people.sync.none')} hint={t('people.sync.noneHint')} />
      ) : (
        <Differences list={one.differences} without={without} onToggle={toggle} />
      )}
      <Space className="people-gap">
        <Button
          type="primary"
          disabled={count === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate({ without: [...without] })}
        >
          {t('people.sync.apply', { count })}
        </Button>
        <Button loading={discard.isPending} onClick={() => discard.mutate({})}>
          {t('people.sync.discard')}
        </Button>
      </Space>
    </section>
  )
}
