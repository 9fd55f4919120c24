import { Button, Form, InputNumber } from 'antd'
import {
  apiUrl,
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { LetterRow } from '../../wire.ts'
import { Signed } from './Signed.tsx'

/** Every leaver, how long they stay bound to secrecy, and whether they signed for it. */
export default function ExitLetters() {
  const t = useText()
  return (
    <>
      <PageHeader title={t('people.letters.title')} hint={t('people.letters.hint')} />
      <Usual />
      <DataTable<LetterRow>
        name="people.letters"
        label={t('people.letters.title')}
        path="/exit-letters"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('people.letters.number'),
            fixed: true,
            sortable: true,
            width: 140,
            render: (row) => row.number,
          },
          {
            key: 'person',
            title: t('people.letters.person'),
            render: ({ person }) => `${person.name} ${person.employeeNo}`,
          },
          {
            key: 'handover',
            title: t('people.letters.handover'),
            width: 140,
            render: (row) => row.handover.number,
          },
          {
            key: 'leftOn',
            title: t('people.letters.leftOn'),
            sortable: true,
            width: 120,
            render: (row) => row.leftOn,
          },
          {
            key: 'period',
            title: t('people.letters.period'),
            render: ({ months }) =>
              months === null
                ? t('people.letters.untilPublic')
                : t('people.letters.months', { count: months }),
          },
          {
            key: 'endsOn',
            title: t('people.letters.endsOn'),
            sortable: true,
            width: 170,
            render: (row) =>
              row.endsOn === null ? (
                t('people.none')
              ) : (
                <>
                  {row.endsOn} {row.over && <StatusTag tone="neutral">{t('people.letters.over')}</StatusTag>}
                </>
              ),
          },
          {
            key: 'signed',
            title: t('people.signed.column'),
            width: 190,
            render: (row) => <Signed path={`/exit-letters/${row.id}/signed`} filed={row.filedAt !== null} />,
          },
          {
            key: 'print',
            title: t('people.more'),
            fixed: true,
            width: 90,
            render: (row) => (
              <Button size="small" href={apiUrl(`/exit-letters/${row.id}/print`)} target="_blank">
                {t('people.letters.print')}
              </Button>
            ),
          },
        ]}
        filters={[
          { kind: 'text', name: 'q', label: t('people.letters.search') },
          {
            kind: 'choice',
            name: 'filed',
            label: t('people.signed.column'),
            options: ['waiting', 'filed'].map((value) => ({ value, label: t(`people.signed.${value}`) })),
          },
          {
            kind: 'choice',
            name: 'period',
            label: t('people.letters.period'),
            options: ['running', 'over'].map((value) => ({ value, label: t(`people.letters.${value}`) })),
          },
        ]}
        empty={{ title: t('people.letters.empty'), hint: t('people.letters.emptyHint') }}
      />
    </>
  )
}

/** For how long leavers stay bound unless something else is agreed. */
function Usual() {
  const t = useText()
  const may = usePerson().roles.includes('system-admin')
  const setting = useGet<{ months: number }>('/exit-letters/setting')
  const save = usePost<{ months: number }, { done: true }>('/exit-letters/setting', {
    method: 'PUT',
    refresh: ['/exit-letters/setting'],
  })
  if (setting.data === undefined) return <ProblemNotice error={setting.error} />
  if (!may)
    return (
      <p className="people-gap">
        {t('people.letters.usual')}: {setting.data.months}
      </p>
    )
  return (
    <>
      <ProblemNotice error={save.error} />
      <Form
        layout="inline"
        className="people-gap"
        initialValues={setting.data}
        onFinish={(values: { months: number }) => save.mutate(values)}
      >
        <Form.Item
          name="months"
          label={t('people.letters.usual')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <InputNumber min={1} max={120} precision={0} />
        </Form.Item>
        <Button htmlType="submit" loading={save.isPending}>
          {t('people.save')}
        </Button>
      </Form>
    </>
  )
}
