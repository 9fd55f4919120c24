import { Form, Input, Tabs } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import type { MissingItem } from '../../wire.ts'

/** Words in Chinese, and in English behind the second tab. */
export function SaidItem({
  name,
  label,
  wrong,
  rows = 2,
}: {
  name: (string | number)[]
  label: string
  wrong?: MissingItem | undefined
  rows?: number
}) {
  const t = useText()
  const field = (language: 'zh' | 'en') => (
    <Form.Item name={[...name, language]} noStyle>
      <Input.TextArea
        aria-label={`${label} ${t(`collection.builder.${language}`)}`}
        maxLength={4000}
        autoSize={{ minRows: rows, maxRows: 10 }}
      />
    </Form.Item>
  )
  return (
    <Form.Item
      label={label}
      {...(wrong === undefined
        ? {}
        : {
            validateStatus: 'warning' as const,
            help: t(`collection.missing.${wrong.code}`, { law: wrong.law }),
          })}
    >
      <Tabs
        size="small"
        className="consent-said"
        items={(['zh', 'en'] as const).map((language) => ({
          key: language,
          label: t(`collection.builder.${language}`),
          forceRender: true,
          children: field(language),
        }))}
      />
    </Form.Item>
  )
}
