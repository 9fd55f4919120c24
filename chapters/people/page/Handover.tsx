import { Button, Form, Input, Popconfirm, Radio, Select, TreeSelect } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  apiUrl,
  KeyValue,
  Loading,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import {
  leaveReasons,
  type Choice,
  type Department,
  type HandedOver,
  type HeldGroup,
  type HeldReply,
  type Post,
  type Waits,
} from '../wire.ts'
import { choicesOf, treeOf } from './department-tree.ts'
import { doneFor, usualFor, waysFor, type Way } from './handover-ways.ts'
import { Secrecy, secrecyOf } from './exit/Secrecy.tsx'
import './people.css'

interface Values {
  reason: (typeof leaveReasons)[number]
  receiverId: string | null
  witnessId: string | null
  departmentId: string | null
  managerId: string | null
  post: string
  ways: Record<string, Way>
  /** `usual`, `public`, or months. */
  secrecy: string
}

/** Leaving on one page: everything the person holds, handed over or ended in one act. */
export const Leave = () => <Handover kind="leave" />
/** The same for another department or post, where things may also be kept. */
export const Move = () => <Handover kind="move" />

function Handover({ kind }: { kind: 'leave' | 'move' }) {
  const t = useText()
  const { id = '' } = useParams()
  const held = useGet<HeldReply>(`/people/${id}/holdings`)
  const [done, setDone] = useState<HandedOver | Waits | null>(null)
  if (held.data === undefined)
    return (
      <>
        <PageHeader title={t(`people.${kind}.title`)} />
        {held.isPending ? <Loading /> : <ProblemNotice error={held.error} />}
      </>
    )
  const { name, employeeNo } = held.data.person
  return (
    <>
      <PageHeader
        title={`${t(`people.${kind}.title`)} · ${name} ${employeeNo}`}
        hint={t(`people.${kind}.hint`)}
      />
      {done === null ? (
        <HandoverForm kind={kind} held={held.data} onDone={setDone} />
      ) : !done.done ? (
        <section className="people-note" role="status">
          <h2>{t('people.confirmations.waiting')}</h2>
          <p>{t('people.confirmations.waitingHint', { name })}</p>
          <p className="people-gap">
            <Link to="/confirmations">
              <Button>{t('people.confirmations.open')}</Button>
            </Link>
          </p>
        </section>
      ) : (
        <section className="people-note" role="status">
          <h2>{t(`people.${kind}.done`, { name, number: done.number })}</h2>
          <p>{t('people.handover.paperHint')}</p>
          <p className="people-gap">
            <Button type="primary" href={apiUrl(`/handovers/${done.handover}/print`)} target="_blank">
              {t('people.handover.print')}
            </Button>{' '}
            <Link to="/people">
              <Button>{t('people.handover.toPeople')}</Button>
            </Link>
          </p>
        </section>
      )}
    </>
  )
}

function HandoverForm({
  kind,
  held,
  onDone,
}: {
  kind: 'leave' | 'move'
  held: HeldReply
  onDone: (reply: HandedOver | Waits) => void
}) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const { person, receiver } = held
  const receiverId = Form.useWatch('receiverId', form) ?? null
  const groups = held.groups.filter((one) => (kind === 'leave' ? !one.movesOnly : one.onMove !== 'none'))
  const save = usePost<object, HandedOver | Waits>(`/people/${person.id}/${kind}`, {
    onDone,
    refresh: ['/people', '/departments', '/roles', '/handovers', '/confirmations'],
  })
  const submit = (values: Values): void => {
    const choices: Record<string, Choice> = {}
    for (const group of groups) {
      const chosen = doneFor(values.ways[group.code], values.receiverId ?? null, group.mayOpen)
      if (chosen !== undefined) choices[group.code] = chosen
    }
    const both = { receiverId: values.receiverId ?? null, witnessId: values.witnessId ?? null, choices }
    if (kind === 'leave') save.mutate({ ...both, reason: values.reason, secrecy: secrecyOf(values.secrecy) })
    else
      save.mutate({
        ...both,
        departmentId: values.departmentId ?? null,
        post: values.post ?? '',
        managerId: values.managerId ?? null,
        version: person.version,
      })
  }
  if (person.left) return <p className="people-note">{t('people.handover.left')}</p>
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      onFinish={submit}
      initialValues={{
        reason: 'left',
        secrecy: 'usual',
        receiverId: receiver?.id ?? null,
        witnessId: null,
        departmentId: person.departmentId,
        managerId: person.managerId,
        post: person.post,
        ways: Object.fromEntries(groups.map((one) => [one.code, usualFor(one, kind, receiver !== null)])),
      }}
    >
      <ProblemNotice error={save.error} />
      <KeyValue
        columns={2}
        items={[
          { label: t('people.department'), value: person.department || t('people.none') },
          { label: t('people.post'), value: person.post || t('people.none') },
        ]}
      />
      <div className="people-two people-gap">
        {kind === 'leave' ? <Reason /> : <NewPlace person={person} />}
        {kind === 'leave' && <Secrecy />}
        <Form.Item
          name="receiverId"
          label={t('people.handover.receiver')}
          extra={t('people.handover.receiverHint')}
        >
          <PersonPicker known={receiver === null ? [] : [{ id: receiver.id, label: receiver.name }]} />
        </Form.Item>
        <Form.Item
          name="witnessId"
          label={t('people.handover.witness')}
          extra={t('people.handover.witnessHint')}
        >
          <PersonPicker />
        </Form.Item>
      </div>
      <h2>{t('people.handover.held')}</h2>
      {groups.length === 0 ? (
        <p className="soft">{t('people.handover.nothing')}</p>
      ) : (
        <Held groups={groups} kind={kind} receiver={receiverId !== null} />
      )}
      <p className="people-gap">
        <Popconfirm
          placement="topLeft"
          title={t(`people.${kind}.sure`, { name: person.name })}
          okText={t(`people.${kind}.go`)}
          cancelText={t('people.cancel')}
          okButtonProps={{ danger: kind === 'leave' }}
          onConfirm={() => form.submit()}
        >
          <Button type="primary" danger={kind === 'leave'} loading={save.isPending}>
            {t(`people.${kind}.go`)}
          </Button>
        </Popconfirm>{' '}
        <Link to="/people">
          <Button>{t('people.cancel')}</Button>
        </Link>
      </p>
    </Form>
  )
}

function Reason() {
  const t = useText()
  return (
    <Form.Item name="reason" label={t('people.people.leaveReason')} className="whole">
      <Radio.Group
        options={leaveReasons.map((value) => ({ value, label: t(`people.people.leave.${value}`) }))}
      />
    </Form.Item>
  )
}

/** Where a mover goes. */
function NewPlace({ person }: { person: HeldReply['person'] }) {
  const t = useText()
  const list = useGet<{ rows: Department[] }>('/departments')
  const posts = useGet<{ rows: Post[] }>('/posts')
  const known = (posts.data?.rows ?? []).filter((one) => !one.closed).map((one) => ({ value: one.name }))
  return (
    <>
      <Form.Item name="departmentId" label={t('people.move.department')}>
        <TreeSelect
          allowClear
          showSearch
          treeNodeFilterProp="title"
          treeDefaultExpandAll
          treeData={choicesOf(treeOf(list.data?.rows ?? []))}
        />
      </Form.Item>
      <Form.Item name="post" label={t('people.move.post')}>
        {known.length === 0 ? <Input maxLength={60} /> : <Select showSearch allowClear options={known} />}
      </Form.Item>
      <Form.Item name="managerId" label={t('people.manager')} extra={t('people.managerHint')}>
        <PersonPicker
          known={person.managerId === null ? [] : [{ id: person.managerId, label: person.managerName ?? '' }]}
        />
      </Form.Item>
    </>
  )
}

/** One row for each kind of thing, and what is to become of it. */
function Held({
  groups,
  kind,
  receiver,
}: {
  groups: readonly HeldGroup[]
  kind: 'leave' | 'move'
  receiver: boolean
}) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <div className="people-scroll">
      <table className="people-plain" aria-label={t('people.handover.held')}>
        <thead>
          <tr>
            <th scope="col">{t('people.handover.thing')}</th>
            <th scope="col">{t('people.handover.count')}</th>
            <th scope="col">{t('people.handover.which')}</th>
            <th scope="col">{t('people.handover.way')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.code}>
              <th scope="row">{pick(group.title)}</th>
              <td>{group.count}</td>
              <td className="people-things">
                {group.things
                  .slice(0, 8)
                  .map((one) => pick(one.title))
                  .join(t('kit.listComma'))}
                {group.count > 8 && t('people.handover.more', { count: group.count - 8 })}
              </td>
              <td>
                <Form.Item name={['ways', group.code]} noStyle>
                  <Select
                    aria-label={`${pick(group.title)} ${t('people.handover.way')}`}
                    className="people-way"
                    options={waysFor(group, kind, receiver).map((value) => ({
                      value,
                      label: t(`people.handover.way.${value}`),
                    }))}
                  />
                </Form.Item>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
