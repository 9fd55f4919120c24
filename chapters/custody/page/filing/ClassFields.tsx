import { Form, Select } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import { useClasses } from './classes.ts'

/** Customer type and category of a new file; its number is made of them where the rule says so. */
export function ClassFields() {
  const t = useText()
  const { typeOptions, categoryOptions } = useClasses()
  return (
    <>
      <Form.Item name="typeCode" label={t('custody.archive.type')}>
        <Select allowClear options={typeOptions} />
      </Form.Item>
      <Form.Item name="categoryCode" label={t('custody.archive.category')}>
        <Select allowClear options={categoryOptions} />
      </Form.Item>
    </>
  )
}
