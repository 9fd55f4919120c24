import { Button, Checkbox, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useMay,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { Post } from '../wire.ts'

/** The catalogue of posts: what people are called by their work, and how many hold each. */
export default function Posts() {
  const t = useText()
  const manages = useMay('manage-people')
  const list = useGet<{ rows: Post[] }>('/posts')
  const [open, setOpen] = useState<Post | 'new' | null>(null)
  const add = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('people.posts.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('people.posts.title')} hint={t('people.posts.hint')} primary={manages && add} />
      <ProblemNotice error={list.error} />
      <DataTable<Post>
        name="people.posts"
        label={t('people.posts.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('people.post'), fixed: true, render: (row) => row.name },
          { key: 'people', title: t('people.posts.people'), width: 110, render: (row) => row.people },
          {
            key: 'concurrent',
            title: t('people.posts.concurrent'),
            width: 110,
            render: (row) => row.concurrent,
          },
          {
            key: 'state',
            title: t('people.state'),
            width: 100,
            render: (row) => (
              <StatusTag tone={row.closed ? 'ended' : 'good'}>
                {t(row.closed ? 'people.posts.closed' : 'people.posts.open')}
              </StatusTag>
            ),
          },
          ...(manages
            ? [
                {
                  key: 'more',
                  title: t('people.more'),
                  fixed: true,
                  width: 90,
                  render: (row: Post) => (
                    <Button
                      size="small"
                      aria-label={`${t('people.posts.edit')} ${row.name}`}
                      onClick={() => setOpen(row)}
                    >
                      {t('people.posts.edit')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        empty={{
          title: t('people.posts.empty'),
          hint: t('people.posts.emptyHint'),
          ...(manages ? { action: add } : {}),
        }}
      />
      {open !== null && <OnePost post={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}

interface Values {
  name: string
  sort: number
  closed: boolean
}

function OnePost({ post, onClose }: { post: Post | null; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const save = usePost<object>(post === null ? '/posts' : `/posts/${post.id}`, {
    method: post === null ? 'POST' : 'PUT',
    onDone: onClose,
    refresh: ['/posts', '/people'],
  })
  const submit = ({ closed, ...rest }: Values): void =>
    save.mutate(post === null ? rest : { ...rest, closed })
  return (
    <Modal
      open
      width={400}
      title={t(post === null ? 'people.posts.new' : 'people.posts.edit')}
      okText={t('people.save')}
      cancelText={t('people.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{ name: post?.name ?? '', sort: post?.sort ?? 0, closed: post?.closed ?? false }}
      >
        <Form.Item
          name="name"
          label={t('people.post')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="sort" label={t('people.departmentForm.sort')}>
          <InputNumber min={0} max={9999} precision={0} />
        </Form.Item>
        {post !== null && (
          <Form.Item name="closed" valuePropName="checked" extra={t('people.posts.closedHint')}>
            <Checkbox>{t('people.posts.closed')}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
