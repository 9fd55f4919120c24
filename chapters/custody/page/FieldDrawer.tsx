import {
  Alert,
  Button,
  Checkbox,
  Drawer,
  Form,
  Input,
  InputNumber,
  Select,
  Switch,
  type FormInstance,
} from 'antd'
import { Link } from 'react-router'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'
import {
  appliesTo,
  categories,
  searchables,
  sections,
  type FieldEditBody,
  type FieldReply,
  type NewFieldBody,
} from '../wire.ts'
import { Level, useCatalogue, useLevelOptions } from './shared.tsx'

type Values = Omit<NewFieldBody, 'type'> & { type: string; retired: boolean }

const firstValues = (field: FieldReply | null): Partial<Values> =>
  field === null
    ? { section: 'other', category: 'basic', level: 1, sensitive: false, type: 'text', mask: 'all', searchable: 'none', appliesTo: 'both', sort: 500, retired: false }
    : ({ ...field, maskWarningAccepted: false } as Partial<Values>) // prettier-ignore

/** What goes to the server for a field that exists: everything but code, type and level. */
function editOf(values: Values, field: FieldReply): FieldEditBody {
  const { zh, en, section, category, sensitive, mask, searchable, sort, retired, maskWarningAccepted } =
    values
  return {
    zh, en, section, category, sensitive, mask, searchable, appliesTo: values.appliesTo, sort, retired,
    version: field.version,
    ...(maskWarningAccepted === true ? { maskWarningAccepted } : {}),
  } // prettier-ignore
}

/** Adds or edits one field of the catalogue. Its level is changed by application only. */
export function FieldDrawer({ field, onClose }: { field: FieldReply | null; onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const [form] = Form.useForm<Values>()
  const catalogue = useCatalogue()
  const type = Form.useWatch('type', form) ?? field?.type ?? 'text'
  const mask = Form.useWatch('mask', form) ?? field?.mask ?? 'all'
  // A type's masks are known from a field that has it; the catalogue has one of nearly every type.
  const model = field ?? catalogue.fields.find((one) => one.type === type)
  const masks = model?.masks ?? [{ kind: 'all', example: '***', warned: false }]
  const upTo = searchables.indexOf(model?.searchableUpTo ?? 'none')
  const warned = masks.some((one) => one.kind === mask && one.warned)
  const save = usePost<NewFieldBody | FieldEditBody>(
    field === null ? '/catalogue/fields' : `/catalogue/fields/${field.id}`,
    { method: field === null ? 'POST' : 'PUT', onDone: onClose, refresh: ['/catalogue', '/customers'] },
  )
  const submit = (values: Values): void => {
    const { retired, ...fresh } = values
    save.mutate(field === null ? fresh : editOf({ ...fresh, retired }, field))
  }
  const required = { required: true, message: t('custody.required') }
  const options = (prefix: string, codes: readonly string[]) =>
    codes.map((code) => ({ value: code, label: t(`custody.${prefix}.${code}`) }))
  return (
    <Drawer
      open
      rootClassName="custody-drawer"
      size={560}
      title={field === null ? t('custody.catalogue.new') : t('custody.editField', { field: pick(field) })}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('custody.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={firstValues(field)}
        onFinish={submit}
        scrollToFirstError
      >
        <div className="custody-columns">
          <Form.Item name="zh" label={t('custody.nameZh')} rules={[required]}>
            <Input maxLength={60} autoFocus autoComplete="off" />
          </Form.Item>
          <Form.Item name="en" label={t('custody.nameEn')} rules={[required]}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          {field === null && <OnlyAtFirst form={form} fields={catalogue.fields} />}
          <Form.Item name="section" label={t('custody.sectionLabel')}>
            <Select options={options('section', sections)} />
          </Form.Item>
          <Form.Item name="category" label={t('custody.category')}>
            <Select options={options('category', categories)} />
          </Form.Item>
          <Form.Item name="mask" label={t('custody.maskLabel')}>
            <Select
              options={masks.map((one) => ({
                value: one.kind,
                label: `${t(`custody.mask.${one.kind}`)}  ${one.example}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="searchable" label={t('custody.searchable')}>
            <Select options={options('searchable', searchables.slice(0, upTo + 1))} />
          </Form.Item>
          <Form.Item name="appliesTo" label={t('custody.appliesTo')}>
            <Select options={options('appliesTo', appliesTo)} />
          </Form.Item>
          <Form.Item name="sort" label={t('custody.sort')}>
            <InputNumber min={0} max={10_000} precision={0} />
          </Form.Item>
          <Form.Item name="sensitive" label={t('custody.sensitive')} valuePropName="checked">
            <Switch />
          </Form.Item>
          {field !== null && (
            <Form.Item
              name="retired"
              label={t('custody.retire')}
              valuePropName="checked"
              extra={t('custody.retireHint')}
            >
              <Switch />
            </Form.Item>
          )}
        </div>
        {warned && <WeakMask known={mask === field?.mask} />}
      </Form>
      {field !== null && (
        <p className="soft">
          {t('custody.presentLevel')} <Level rank={field.level} />{' '}
          <Link to={`/level-changes/new?field=${field.id}`}>{t('custody.changeLevel')}</Link>
        </p>
      )}
    </Drawer>
  )
}

/** A mask that hides little is chosen knowingly; one that stands already need not be accepted again. */
function WeakMask({ known }: { known: boolean }) {
  const t = useText()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('custody.maskWarning')}
      description={
        <Form.Item
          name="maskWarningAccepted"
          valuePropName="checked"
          noStyle
          rules={[
            {
              validator: (_, value) =>
                value === true || known
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('custody.maskWarning'))),
            },
          ]}
        >
          <Checkbox>{t('custody.maskAccept')}</Checkbox>
        </Form.Item>
      }
    />
  )
}

/** What is said once: code, type and the first level. */
function OnlyAtFirst({ form, fields }: { form: FormInstance<Values>; fields: readonly FieldReply[] }) {
  const t = useText()
  const levels = useLevelOptions()
  const types = [...new Set(['text', ...fields.map((one) => one.type)])].sort()
  const required = { required: true, message: t('custody.required') }
  return (
    <>
      <Form.Item
        name="code"
        label={t('custody.code')}
        extra={t('custody.codeHint')}
        rules={[required, { pattern: /^[a-z][a-z0-9-]{1,40}$/, message: t('custody.codeHint') }]}
      >
        <Input maxLength={41} autoComplete="off" />
      </Form.Item>
      <Form.Item name="type" label={t('custody.type')} rules={[required]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={types.map((one) => ({ value: one, label: t(`custody.type.${one}`) }))}
          onChange={() => form.setFieldsValue({ mask: 'all', searchable: 'none' })}
        />
      </Form.Item>
      <Form.Item name="level" label={t('custody.level')} rules={[required]}>
        <Select options={levels} />
      </Form.Item>
    </>
  )
}
