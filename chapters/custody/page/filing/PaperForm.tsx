import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd'
import { PersonPicker, ProblemNotice, useGet, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { PaperBody, PartsReply, RoomRow } from '../../wire.ts'
import { useClasses } from './classes.ts'

type Values = Omit<PaperBody, 'roomId' | 'holderId'> & { roomId?: string; holderId?: string }

/** Files something on paper, or says where it lies now. */
export function PaperForm(props: {
  customerId: string
  part: PartsReply['paper'][number] | undefined
  onClose: () => void
}) {
  const { customerId, part } = props
  const t = useText()
  const { categoryOptions } = useClasses()
  const rooms = useGet<{ rows: RoomRow[] }>('/rooms')
  const [form] = Form.useForm<Values>()
  const path = `/customers/${customerId}/paper`
  const save = usePost<object>(part === undefined ? path : `${path}/${part.id}`, {
    method: part === undefined ? 'POST' : 'PUT',
    refresh: [`/customers/${customerId}/parts`, '/archive'],
    onDone: props.onClose,
  })
  const required = [{ required: true, message: t('custody.required') }]
  const known = part && {
    category: part.category,
    pages: part.pages,
    place: part.place,
    ...(part.room === null ? {} : { roomId: part.room.id }),
    ...(part.holder === null ? {} : { holderId: part.holder.id }),
  }
  return (
    <Drawer
      open
      size={420}
      title={t(part === undefined ? 'custody.parts.add' : 'custody.parts.editTitle')}
      onClose={props.onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('custody.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={known ?? { pages: 1 }}
        onFinish={({ roomId, holderId, ...values }) =>
          save.mutate({
            ...values,
            roomId: roomId ?? null,
            holderId: holderId ?? null,
            ...(part === undefined ? {} : { version: part.version }),
          })
        }
      >
        <Form.Item name="category" label={t('custody.archive.category')} rules={required}>
          <Select options={categoryOptions} />
        </Form.Item>
        <Form.Item name="pages" label={t('custody.parts.pages')} rules={required}>
          <InputNumber min={1} max={100_000} precision={0} />
        </Form.Item>
        <Form.Item name="roomId" label={t('custody.parts.room')}>
          <Select
            allowClear
            options={(rooms.data?.rows ?? [])
              .filter((room) => !room.closed)
              .map((room) => ({ value: room.id, label: `${room.name} ${room.place}` }))}
          />
        </Form.Item>
        <Form.Item
          name="place"
          label={t('custody.parts.place')}
          extra={t('custody.parts.placeHint')}
          rules={[{ required: true, whitespace: true, message: t('custody.required') }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="holderId" label={t('custody.parts.holder')}>
          <PersonPicker
            params={{ state: 'here' }}
            known={
              part === undefined || part.holder === null
                ? []
                : [{ id: part.holder.id, label: part.holder.name }]
            }
          />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
