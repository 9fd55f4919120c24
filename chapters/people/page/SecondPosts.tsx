import { Button, Checkbox, DatePicker, Form, Input, TreeSelect } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { ProblemNotice, StatusTag, useGet, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { ConcurrentBody, ConcurrentPost, Department } from '../wire.ts'
import { choicesOf, treeOf } from './department-tree.ts'

interface Values {
  departmentId: string
  post: string
  inScope: boolean
  startsOn: Dayjs
  endsOn: Dayjs | null
}

/** Posts that somebody holds beside the first one. */
export function SecondPosts({ personId }: { personId: string }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const list = useGet<{ rows: ConcurrentPost[] }>(`/people/${personId}/posts`)
  const departments = useGet<{ rows: Department[] }>('/departments')
  const refresh = ['/people', '/posts']
  const give = usePost<ConcurrentBody>(`/people/${personId}/posts`, {
    onDone: () => form.resetFields(),
    refresh,
  })
  const end = usePost<{ id: string }>(({ id }) => `/people/${personId}/posts/${id}`, {
    method: 'DELETE',
    refresh,
  })
  const rows = list.data?.rows ?? []
  return (
    <section className="people-gap" aria-label={t('people.second.title')}>
      <h3>{t('people.second.title')}</h3>
      <p className="soft">{t('people.second.hint')}</p>
      <ProblemNotice error={list.error ?? give.error ?? end.error} />
      {rows.length === 0 && <p className="soft">{t('people.second.none')}</p>}
      <ul className="people-lines">
        {rows.map((one) => (
          <li key={one.id}>
            <span>
              {one.department} {one.post}{' '}
              <StatusTag tone={one.scopeWaits ? 'warning' : one.running ? 'good' : 'neutral'}>
                {t(
                  one.inScope
                    ? 'people.second.inScope'
                    : one.scopeWaits
                      ? 'people.posts.scopeWaits'
                      : 'people.second.notInScope',
                )}
              </StatusTag>
              <br />
              <span className="soft">
                {one.startsOn} – {one.endsOn ?? t('people.second.open')}
              </span>
            </span>
            <Button
              size="small"
              aria-label={`${t('people.second.end')} ${one.department} ${one.post}`}
              onClick={() => end.mutate({ id: one.id })}
            >
              {t('people.second.end')}
            </Button>
          </li>
        ))}
      </ul>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ post: '', inScope: false, startsOn: dayjs(), endsOn: null }}
        onFinish={({ startsOn, endsOn, ...rest }) =>
          give.mutate({
            ...rest,
            startsOn: startsOn.format('YYYY-MM-DD'),
            endsOn: endsOn?.format('YYYY-MM-DD') ?? null,
          })
        }
      >
        <div className="people-two">
          <Form.Item
            name="departmentId"
            label={t('people.department')}
            rules={[{ required: true, message: t('people.required') }]}
          >
            <TreeSelect
              showSearch
              treeNodeFilterProp="title"
              treeDefaultExpandAll
              treeData={choicesOf(treeOf(departments.data?.rows ?? []))}
            />
          </Form.Item>
          <Form.Item
            name="post"
            label={t('people.post')}
            rules={[{ required: true, message: t('people.required') }]}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="startsOn"
            label={t('people.second.from')}
            rules={[{ required: true, message: t('people.required') }]}
          >
            <DatePicker allowClear={false} />
          </Form.Item>
          <Form.Item name="endsOn" label={t('people.second.until')}>
            <DatePicker />
          </Form.Item>
          <Form.Item name="inScope" valuePropName="checked" className="whole">
            <Checkbox>{t('people.second.scope')}</Checkbox>
          </Form.Item>
        </div>
        <Button htmlType="submit" loading={give.isPending}>
          {t('people.second.give')}
        </Button>
      </Form>
    </section>
  )
}
