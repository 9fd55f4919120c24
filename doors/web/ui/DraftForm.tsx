import { Form, type FormInstance, type FormProps } from 'antd'
import type { ReactNode } from 'react'
import type { Draft } from './drafts.ts'
import { useText } from './text.ts'

/** Says whether the draft is safe. */
export function DraftNote({ state }: { state: Draft<unknown>['state'] }) {
  const t = useText()
  return (
    <span className={`draft-note ${state}`} role="status">
      {state === 'untouched' ? '' : t(`kit.draft.${state}`)}
    </span>
  )
}

export interface DraftFormProps<Values extends object> extends Omit<
  FormProps<Values>,
  'initialValues' | 'onValuesChange' | 'onChange' | 'children' | 'onFinish' | 'form'
> {
  /** From `useDraft`. */
  draft: Draft<Values>
  form: FormInstance<Values>
  /** Called after the draft has been saved and every field is valid. */
  onSubmit: (values: Values) => unknown
  /** Besides the antd form; the page decides what else a change brings. */
  onChange?: (changed: Partial<Values>, all: Values) => void
  children: ReactNode
}

/** An antd form bound to a draft: saves itself while typing, moves to the first field with an error. */
export function DraftForm<Values extends object>(props: DraftFormProps<Values>) {
  const { draft, form, onSubmit, onChange, children, ...rest } = props
  return (
    <Form<Values>
      layout="vertical"
      requiredMark
      scrollToFirstError={{ focus: true, block: 'center' }}
      {...rest}
      form={form}
      initialValues={draft.values}
      onValuesChange={(changed, all) => {
        draft.change({ ...draft.values, ...all })
        onChange?.(changed, all)
      }}
      onFinish={(values) => {
        void (async () => {
          await draft.flush()
          await onSubmit({ ...draft.values, ...values })
        })()
      }}
    >
      {children}
    </Form>
  )
}
