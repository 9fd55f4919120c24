import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import {
  CopyButton,
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useNow,
  usePost,
  useText,
  type Tone,
} from '../../../../doors/web/ui/index.ts'
import { overlapHoursMost, programActs, type ServiceRow, type TokenMade, type TokenRow } from '../../wire.ts'
import '../people.css'

const endingMs = 14 * 86_400_000
const tones: Record<ServiceRow['state'], Tone> = {
  new: 'waiting', open: 'good', ending: 'warning', expired: 'ended', stopped: 'warning', ended: 'ended',
} // prettier-ignore

/** State of a service account. */
export function ServiceState({ state }: { state: ServiceRow['state'] }) {
  const t = useText()
  return <StatusTag tone={tones[state]}>{t(`people.service.state.${state}`)}</StatusTag>
}

interface Named {
  readonly id: number
  readonly zh: string
  readonly en: string
  readonly retired?: boolean
}

/** Names of catalogue fields; the number where one is not known. */
export function useFieldNames(): {
  options: { value: number; label: string }[]
  name: (id: number) => string
} {
  const { pick } = useLanguage()
  const rows = useGet<{ rows: Named[] }>('/catalogue/fields').data?.rows ?? []
  return {
    options: rows.filter((one) => one.retired !== true).map((one) => ({ value: one.id, label: pick(one) })),
    name: (id) => {
      const row = rows.find((one) => one.id === id)
      return row === undefined ? `#${id}` : pick(row)
    },
  }
}

/** The company's purposes, and their words. */
export function usePurposeNames(): {
  options: { value: string; label: string }[]
  name: (code: string) => string
} {
  const { pick } = useLanguage()
  const reply = useGet<{ rows: { code: string; zh: string; en: string; closed: boolean }[] }>('/purposes', {
    closed: 'yes',
  })
  const rows = reply.data?.rows ?? []
  return {
    options: rows.filter((one) => !one.closed).map((one) => ({ value: one.code, label: pick(one) })),
    name: (code) => {
      const row = rows.find((one) => one.code === code)
      return row === undefined ? code : pick(row)
    },
  }
}

/** What a program may see and do: the same items for an account and for a person's own token; an account may see nothing. */
export function LimitItems({ optional = false }: { optional?: boolean }) {
  const t = useText()
  const fields = useFieldNames()
  const required = optional ? [] : [{ required: true, message: t('people.required') }]
  const some = optional ? [] : [{ type: 'array' as const, min: 1, message: t('people.required') }]
  return (
    <>
      <Form.Item name="fields" label={t('people.service.fields')} rules={required}>
        <Select
          mode="multiple"
          allowClear
          options={fields.options}
          optionFilterProp="label"
          placeholder={t('people.service.fieldsSome')}
        />
      </Form.Item>
      <Form.Item name="verbs" label={t('people.service.verbs')} rules={some}>
        <Checkbox.Group
          options={programActs.map((verb) => ({ value: verb, label: t(`people.service.verb.${verb}`) }))}
        />
      </Form.Item>
      <Form.Item name="maskedOnly" label={t('people.service.masked')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <AddressItem />
    </>
  )
}

/** Networks a program may call from. */
export function AddressItem() {
  const t = useText()
  return (
    <Form.Item
      name="addresses"
      label={t('people.service.addresses')}
      extra={t('people.service.addressesHint')}
    >
      <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', ';']} />
    </Form.Item>
  )
}

/** A token that was just made; closed only by saying that it is kept. */
export function TokenShown({ made, onClose }: { made: TokenMade | null; onClose: () => void }) {
  const t = useText()
  return (
    <Modal
      open={made !== null}
      width={640}
      title={t('people.token.new')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('people.token.kept')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('people.token.once')} />
      <p className="people-gap">
        <code className="people-token">{made?.token}</code> <CopyButton text={made?.token ?? ''} />
      </p>
    </Modal>
  )
}

interface NewToken {
  name: string
  days: number
  addresses: string[]
}

/** Asks for a new token of a service account. */
export function AskServiceToken(props: {
  id: string
  onMade: (made: TokenMade) => void
  onClose: () => void
}) {
  const t = useText()
  const [form] = Form.useForm<NewToken>()
  const make = usePost<NewToken, TokenMade>(`/service-accounts/${props.id}/tokens`, {
    refresh: ['/service-accounts', '/tokens'],
    onDone: props.onMade,
  })
  return (
    <Modal
      open
      width={440}
      title={t('people.token.new')}
      okText={t('people.token.new')}
      cancelText={t('people.cancel')}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <ProblemNotice error={make.error} />
      <Form<NewToken>
        form={form}
        layout="vertical"
        initialValues={{ name: '', days: 90, addresses: [] }}
        onFinish={make.mutate}
      >
        <TokenItems most={365} />
        <AddressItem />
      </Form>
    </Modal>
  )
}

/** Name and days of a token. */
export function TokenItems({ most }: { most: number }) {
  const t = useText()
  return (
    <>
      <Form.Item
        name="name"
        label={t('people.token.name')}
        extra={t('people.token.nameHint')}
        rules={[{ required: true, whitespace: true, message: t('people.required') }]}
      >
        <Input maxLength={40} autoFocus />
      </Form.Item>
      <Form.Item
        name="days"
        label={t('people.token.days')}
        rules={[{ required: true, message: t('people.required') }]}
      >
        <InputNumber min={1} max={most} precision={0} />
      </Form.Item>
    </>
  )
}

/** Tokens of one holder, with what can be done about them. */
export function TokenTable(props: {
  name: string
  label: string
  rows: readonly TokenRow[]
  /** Whether whoever looks answers for them. */
  mine: boolean
  mayEnd: boolean
  onMade: (made: TokenMade) => void
  emptyHint: string
}) {
  const t = useText()
  const fields = useFieldNames()
  const [asking, setAsking] = useState<{ row: TokenRow; act: 'rotate' | 'end' } | null>(null)
  const comma = t('kit.listComma')
  const own = props.rows.some((row) => row.fields !== null)
  return (
    <>
      <DataTable<TokenRow>
        name={props.name}
        label={props.label}
        rows={props.rows}
        bare
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('people.token.name'), fixed: true, render: (row) => row.name },
          {
            key: 'beginning',
            title: t('people.token.beginning'),
            render: (row) => <code>{row.beginning}</code>,
          },
          {
            key: 'state',
            title: t('people.token.state'),
            width: 110,
            render: (row) => <TokenState row={row} />,
          },
          ...(own
            ? [
                {
                  key: 'limits',
                  title: t('people.service.fields'),
                  render: (row: TokenRow) => (row.fields ?? []).map(fields.name).join(comma),
                },
              ]
            : []),
          {
            key: 'addresses',
            title: t('people.service.addresses'),
            off: true,
            render: (row) => row.addresses.join(comma) || t('people.service.anywhere'),
          },
          {
            key: 'expiresAt',
            title: t('people.token.expires'),
            render: (row) => <Time at={row.expiresAt} relative={false} />,
          },
          {
            key: 'usedAt',
            title: t('people.token.used'),
            render: (row) =>
              row.usedAt === null ? (
                <span className="soft">{t('people.service.never')}</span>
              ) : (
                <>
                  <Time at={row.usedAt} /> <span className="soft">{row.usedFrom}</span>
                </>
              ),
          },
          ...(props.mine || props.mayEnd
            ? [
                {
                  key: 'more',
                  title: t('people.more'),
                  fixed: true,
                  width: 150,
                  render: (row: TokenRow) =>
                    row.state === 'open' && (
                      <TokenActs row={row} mine={props.mine} onAct={(act) => setAsking({ row, act })} />
                    ),
                },
              ]
            : []),
        ]}
        empty={{ title: t('people.token.empty'), hint: props.emptyHint }}
      />
      {asking !== null && (
        <AskTokenAct
          {...asking}
          onClose={() => setAsking(null)}
          onMade={(made) => {
            setAsking(null)
            props.onMade(made)
          }}
        />
      )}
    </>
  )
}

function TokenState({ row }: { row: TokenRow }) {
  const t = useText()
  const now = useNow(60)
  const soon = row.state === 'open' && new Date(row.expiresAt).getTime() - now < endingMs
  if (soon) return <StatusTag tone="warning">{t('people.token.ending')}</StatusTag>
  return (
    <StatusTag tone={row.state === 'open' ? 'good' : 'ended'}>
      {t(`people.token.state.${row.state}`)}
    </StatusTag>
  )
}

function TokenActs(props: { row: TokenRow; mine: boolean; onAct: (act: 'rotate' | 'end') => void }) {
  const t = useText()
  return (
    <>
      {props.mine && (
        <Button
          size="small"
          aria-label={`${t('people.token.rotate')} ${props.row.name}`}
          onClick={() => props.onAct('rotate')}
        >
          {t('people.token.rotate')}
        </Button>
      )}{' '}
      <Button
        size="small"
        danger
        aria-label={`${t('people.token.end')} ${props.row.name}`}
        onClick={() => props.onAct('end')}
      >
        {t('people.token.end')}
      </Button>
    </>
  )
}

function AskTokenAct(props: {
  row: TokenRow
  act: 'rotate' | 'end'
  onClose: () => void
  onMade: (made: TokenMade) => void
}) {
  const { row, act, onClose, onMade } = props
  const t = useText()
  const [hours, setHours] = useState<number>(24)
  const refresh = ['/service-accounts', '/tokens']
  const rotate = usePost<{ hours: number }, TokenMade>(`/tokens/${row.id}/rotate`, {
    refresh,
    onDone: onMade,
  })
  const end = usePost<undefined>(`/tokens/${row.id}`, { method: 'DELETE', refresh, onDone: onClose })
  const rotating = act === 'rotate'
  return (
    <Modal
      open
      width={440}
      title={`${t(rotating ? 'people.token.rotateTitle' : 'people.token.end')} · ${row.name}`}
      okText={t(rotating ? 'people.token.rotate' : 'people.token.end')}
      okButtonProps={{ danger: !rotating }}
      cancelText={t('people.cancel')}
      confirmLoading={rotate.isPending || end.isPending}
      onOk={() => (rotating ? rotate.mutate({ hours }) : end.mutate(undefined))}
      onCancel={onClose}
    >
      <ProblemNotice error={rotate.error ?? end.error} />
      <p>{t(rotating ? 'people.token.rotateText' : 'people.token.endText')}</p>
      {rotating && (
        <InputNumber
          min={0}
          max={overlapHoursMost}
          precision={0}
          value={hours}
          aria-label={t('people.token.hours')}
          addonAfter={t('people.token.hours')}
          onChange={(value) => setHours(value ?? 0)}
        />
      )}
    </Modal>
  )
}
