import { Button, DatePicker, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import {
  PersonPicker,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
  type Tone,
} from '../../../doors/web/ui/index.ts'
import type { ActingBody, ActingHead } from '../wire.ts'

interface Values {
  personId: string
  days: [Dayjs, Dayjs]
}

const tones: Record<ActingHead['state'], Tone> = { coming: 'neutral', running: 'good', over: 'ended' }

/** Who acts as head of a department, and since when and until when; it begins and ends by itself. */
export function ActingHeads({ departmentId }: { departmentId: string }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const list = useGet<{ rows: ActingHead[] }>(`/departments/${departmentId}/acting`)
  const refresh = [`/departments`, '/people']
  const appoint = usePost<ActingBody>(`/departments/${departmentId}/acting`, {
    onDone: () => form.resetFields(),
    refresh,
  })
  const end = usePost<{ id: string }>(({ id }) => `/departments/${departmentId}/acting/${id}`, {
    method: 'DELETE',
    refresh,
  })
  const rows = (list.data?.rows ?? []).filter((one) => one.state !== 'over')
  return (
    <section className="people-gap" aria-label={t('people.acting.title')}>
      <h3>{t('people.acting.title')}</h3>
      <p className="soft">{t('people.acting.hint')}</p>
      <ProblemNotice error={list.error ?? appoint.error ?? end.error} />
      {rows.length === 0 && <p className="soft">{t('people.acting.none')}</p>}
      <ul className="people-lines">
        {rows.map((one) => (
          <li key={one.id}>
            <span>
              {one.name} <StatusTag tone={tones[one.state]}>{t(`people.acting.${one.state}`)}</StatusTag>
              <br />
              <span className="soft">
                <Time at={one.from} relative={false} /> – <Time at={one.until} relative={false} />
              </span>
            </span>
            <Button
              size="small"
              aria-label={`${t('people.acting.end')} ${one.name}`}
              onClick={() => end.mutate({ id: one.id })}
            >
              {t('people.acting.end')}
            </Button>
          </li>
        ))}
      </ul>
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ personId, days }) =>
          appoint.mutate({
            personId,
            fromDay: days[0].format('YYYY-MM-DD'),
            untilDay: days[1].format('YYYY-MM-DD'),
          })
        }
      >
        <Form.Item
          name="personId"
          label={t('people.acting.person')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <PersonPicker />
        </Form.Item>
        <Form.Item
          name="days"
          label={t('people.acting.days')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <DatePicker.RangePicker />
        </Form.Item>
        <Button htmlType="submit" loading={appoint.isPending}>
          {t('people.acting.appoint')}
        </Button>
      </Form>
    </section>
  )
}
