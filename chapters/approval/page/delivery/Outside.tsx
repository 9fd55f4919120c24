import { App, Button, InputNumber, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import {
  CopyButton,
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { LinksReply, NewLinkReply, OutsideLink } from '../../wire.ts'
import { LinkDrawer } from './LinkDrawer.tsx'
import { Outbox } from './Outbox.tsx'
import './delivery.css'

/** Connections to other systems that follow, start and decide forms. */
export default function Outside() {
  const t = useText()
  const runs = usePerson().roles.includes('system-admin')
  const found = useGet<LinksReply>('/outside-links')
  const [edited, setEdited] = useState<OutsideLink | 'new' | null>(null)
  const [made, setMade] = useState<NewLinkReply | null>(null)
  const add = runs ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('outside.add')}
    </Button>
  ) : undefined
  return (
    <>
      <PageHeader title={t('outside.title')} hint={t('outside.hint')} primary={add} />
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      <DataTable<OutsideLink>
        name="approval.outside"
        label={t('outside.title')}
        rows={found.data?.rows ?? []}
        bare
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('delivery.name'), fixed: true, render: (row) => row.name },
          { key: 'id', title: t('outside.id'), render: (row) => <LinkId id={row.id} /> },
          { key: 'may', title: t('outside.may'), render: (row) => <May link={row} /> },
          { key: 'limit', title: t('outside.limit'), render: (row) => <Limit link={row} /> },
          {
            key: 'lastSentAt',
            title: t('outside.lastSent'),
            render: (row) => (row.lastSentAt === null ? '—' : <Time at={row.lastSentAt} />),
          },
          {
            key: 'dead',
            title: t('delivery.state.dead'),
            align: 'end',
            render: (row) => (row.dead === 0 ? 0 : <StatusTag tone="bad">{row.dead}</StatusTag>),
          },
          {
            key: 'act',
            title: t('delivery.act'),
            fixed: true,
            render: (row) => runs && <LinkActs link={row} onEdit={() => setEdited(row)} onSecret={setMade} />,
          },
        ]}
        empty={{ title: t('outside.none'), hint: t('outside.noneHint'), action: add }}
      />
      {runs && (
        <section className="delivery-gap">
          <h2>{t('outside.deliveries')}</h2>
          <Outbox to="systems" />
        </section>
      )}
      {edited !== null && (
        <LinkDrawer
          link={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onMade={setMade}
        />
      )}
      {made !== null && <SecretOnce made={made} onClose={() => setMade(null)} />}
    </>
  )
}

function LinkId({ id }: { id: string }) {
  const t = useText()
  return (
    <span className="delivery-row">
      <span className="delivery-secret">{id.slice(0, 8)}…</span>
      <CopyButton text={id} label={t('outside.copyId')} />
    </span>
  )
}

function May({ link }: { link: OutsideLink }) {
  const t = useText()
  if (!link.enabled) return <StatusTag tone="ended">{t('delivery.off')}</StatusTag>
  const words = [
    ...(link.events.length > 0 ? [t('outside.follows')] : []),
    ...(link.mayStart ? [t('outside.starts')] : []),
    ...(link.mayDecide ? [t('outside.decides')] : []),
  ]
  return <StatusTag tone="good">{words.join(t('kit.listComma'))}</StatusTag>
}

/** Up to which level the other system decides alone: the security administrator's to change. */
function Limit({ link }: { link: OutsideLink }) {
  const t = useText()
  const secures = usePerson().roles.includes('security-admin')
  const { message } = App.useApp()
  const [level, setLevel] = useState(link.decideUpTo)
  const save = usePost<{ decideUpTo: number }>(`/outside-links/${link.id}/limit`, {
    method: 'PUT',
    refresh: ['/outside-links'],
    onDone: () => void message.success(t('delivery.saved')),
  })
  if (!secures) return <>{t('outside.upTo', { level: link.decideUpTo })}</>
  const failed = (error: Error): void => void message.error(error.message)
  return (
    <span className="delivery-row">
      <InputNumber
        aria-label={t('outside.limit')}
        size="small"
        min={0}
        max={9}
        value={level}
        onChange={(value) => setLevel(value ?? 0)}
      />
      <Button
        size="small"
        loading={save.isPending}
        onClick={() => save.mutate({ decideUpTo: level }, { onError: failed })}
      >
        {t('delivery.save')}
      </Button>
    </span>
  )
}

interface LinkActsProps {
  link: OutsideLink
  onEdit: () => void
  onSecret: (made: NewLinkReply) => void
}

function LinkActs({ link, onEdit, onSecret }: LinkActsProps) {
  const t = useText()
  const { message } = App.useApp()
  const failed = (error: Error): void => void message.error(error.message)
  const test = usePost(`/outside-links/${link.id}/test`, {
    onDone: () => void message.success(t('outside.tested')),
  })
  const renew = usePost<object, NewLinkReply>(`/outside-links/${link.id}/secret`, { onDone: onSecret })
  const remove = usePost(`/outside-links/${link.id}`, { method: 'DELETE' })
  return (
    <span className="delivery-row">
      <Button size="small" onClick={onEdit}>
        {t('delivery.edit')}
      </Button>
      <Button size="small" onClick={() => test.mutate({}, { onError: failed })}>
        {t('delivery.test')}
      </Button>
      <Popconfirm
        title={t('outside.renewAsk')}
        okText={t('outside.renew')}
        cancelText={t('delivery.cancel')}
        onConfirm={() => renew.mutate({}, { onError: failed })}
      >
        <Button size="small">{t('outside.renew')}</Button>
      </Popconfirm>
      <Popconfirm
        title={t('delivery.removeAsk', { name: link.name })}
        okText={t('delivery.remove')}
        cancelText={t('delivery.cancel')}
        onConfirm={() => remove.mutate({}, { onError: failed })}
      >
        <Button size="small" danger>
          {t('delivery.remove')}
        </Button>
      </Popconfirm>
    </span>
  )
}

function SecretOnce({ made, onClose }: { made: NewLinkReply; onClose: () => void }) {
  const t = useText()
  return (
    <Modal
      open
      title={t('outside.secret')}
      okText={t('outside.secretKept')}
      cancelButtonProps={{ style: { display: 'none' } }}
      closable={false}
      mask={{ closable: false }}
      onOk={onClose}
    >
      <p>{t('outside.secretOnce')}</p>
      <p className="delivery-row">
        <span className="delivery-secret">{made.secret}</span>
        <CopyButton text={made.secret} label={t('outside.copySecret')} />
      </p>
    </Modal>
  )
}
