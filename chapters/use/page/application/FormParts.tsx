import { Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import {
  CustomerPicker,
  FormSection,
  KeyValue,
  PersonPicker,
  usePerson,
  useText,
  type PickerOption,
} from '../../../../doors/web/ui/index.ts'
import { ApplicantPicks, type Predicted, stepsToPick } from '../../../approval/page/panels.tsx'
import { usePurposes } from '../shared/purposes.ts'
import { FieldChoice } from './FieldChoice.tsx'
import type { KnownCustomer } from './known-customers.ts'
import { takesOut, type Mode, type Values } from './values.ts'

const dayForm = 'YYYY-MM-DD'
const longestDays = 365
const allModes: readonly Mode[] = ['read', 'copy', 'print', 'export']

/** 一: who applies, as the company knows them. */
export function Applicant() {
  const t = useText()
  const person = usePerson()
  const items = [
    { label: t('use.form.applicant'), value: person.name },
    { label: t('use.form.employeeNo'), value: person.employeeNo },
    { label: t('use.department'), value: person.department === '' ? '—' : person.department },
    { label: t('use.form.post'), value: person.post === '' ? '—' : person.post },
  ]
  return (
    <FormSection number="1" title={t('use.form.who')}>
      <KeyValue columns={2} items={items} />
    </FormSection>
  )
}

/** 二: which customers and which fields. */
export function WhatIsWanted({ known }: { known: readonly KnownCustomer[] }) {
  const t = useText()
  const options: PickerOption[] = known.map((one) => ({ id: one.id, label: one.fileNo }))
  const kinds = [...new Set(known.map((one) => one.kind))]
  const attached = known.flatMap((one) => one.attachments ?? [])
  return (
    <FormSection number="2" title={t('use.form.what')} hint={t('use.form.whatHint')}>
      <Form.Item
        name="customers"
        label={t('use.form.customers')}
        rules={[{ required: true, type: 'array', min: 1, message: t('use.form.customersNeeded') }]}
      >
        <CustomerPicker multiple known={options} placeholder={t('use.form.customersHint')} />
      </Form.Item>
      <Form.Item
        name="fields"
        label={t('use.form.fields')}
        rules={[{ required: true, type: 'array', min: 1, message: t('use.form.fieldsNeeded') }]}
      >
        <FieldChoice kinds={kinds} attachmentLevel={attached.length === 0 ? null : Math.max(...attached)} />
      </Form.Item>
    </FormSection>
  )
}

function Period({ today }: { today: string }) {
  const t = useText()
  const presets = [
    { label: t('use.form.today'), days: 0 },
    { label: t('use.form.week'), days: 7 },
    { label: t('use.form.month'), days: 30 },
    { label: t('use.form.quarter'), days: 90 },
  ].map(({ label, days }): { label: string; value: [Dayjs, Dayjs] } => ({
    label,
    value: [dayjs(today), dayjs(today).add(days, 'day')],
  }))
  const first = dayjs(today)
  return (
    <Form.Item
      name="period"
      label={t('use.form.period')}
      extra={
        <>
          {t('use.form.periodHint')}
          <label className="only-read-aloud" htmlFor="period-end">
            {t('use.form.until')}
          </label>
        </>
      }
      rules={[{ required: true, message: t('use.form.periodNeeded') }]}
      getValueProps={(days: [string, string] | undefined) => ({
        value: days === undefined ? undefined : days.map((day) => dayjs(day)),
      })}
      normalize={(days: [Dayjs, Dayjs] | null) => days?.map((day) => day.format(dayForm))}
    >
      <DatePicker.RangePicker
        id={{ start: 'period', end: 'period-end' }}
        presets={presets}
        allowClear={false}
        minDate={first}
        maxDate={first.add(longestDays - 1, 'day')}
      />
    </Form.Item>
  )
}

/** A group of its own: what antd says about a required field is not allowed on a group. */
function ModeChoice(props: { id?: string; value?: Mode[]; onChange?: (value: Mode[]) => void }) {
  const t = useText()
  return (
    <Checkbox.Group<Mode>
      {...(props.id === undefined ? {} : { id: props.id })}
      value={props.value ?? []}
      options={allModes.map((mode) => ({ value: mode, label: t(`use.mode.${mode}`) }))}
      onChange={(value) => props.onChange?.(value)}
    />
  )
}

/** 三: what for, how, and for how long. */
export function PurposeAndPeriod({ today }: { today: string }) {
  const t = useText()
  const purposes = usePurposes()
  return (
    <FormSection number="3" title={t('use.form.why')}>
      <div className="use-row">
        <Form.Item
          name="purpose"
          label={t('use.purpose')}
          rules={[{ required: true, message: t('use.purpose.choose') }]}
        >
          <Select
            options={purposes.options}
            loading={purposes.loading}
            placeholder={t('use.purpose.choose')}
          />
        </Form.Item>
        <Period today={today} />
        <Form.Item name="countLimit" label={t('use.form.count')} extra={t('use.form.countHint')}>
          <InputNumber min={1} max={100_000} precision={0} placeholder={t('use.form.noLimit')} />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label={t('use.reason')}
        rules={[
          { required: true, whitespace: true, message: t('use.form.reasonNeeded') },
          { min: 4, message: t('use.form.reasonNeeded') },
        ]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount placeholder={t('use.form.reasonHint')} />
      </Form.Item>
      <Form.Item
        name="modes"
        label={t('use.form.modes')}
        rules={[{ required: true, type: 'array', min: 1, message: t('use.form.modesNeeded') }]}
      >
        <ModeChoice />
      </Form.Item>
    </FormSection>
  )
}

/** 四: where it is kept and how it comes back; needed when something leaves the program. */
export function Keeping({ modes }: { modes: readonly Mode[] }) {
  const t = useText()
  const needed = takesOut(modes)
  const rules = [{ required: needed, whitespace: true, message: t('use.form.keepingNeeded') }]
  return (
    <FormSection
      number="4"
      title={t('use.form.keeping')}
      hint={t(needed ? 'use.form.keepingMust' : 'use.form.keepingHint')}
    >
      <div className="use-row two">
        <Form.Item<Values> name="storagePlace" label={t('use.form.place')} rules={rules}>
          <Input maxLength={120} placeholder={t('use.form.placeHint')} />
        </Form.Item>
        <Form.Item<Values> name="returnMethod" label={t('use.form.return')} rules={rules}>
          <Input maxLength={120} placeholder={t('use.form.returnHint')} />
        </Form.Item>
      </div>
      <Form.Item<Values> name="cc" label={t('use.form.cc')} extra={t('use.form.ccHint')}>
        <PersonPicker multiple />
      </Form.Item>
    </FormSection>
  )
}

/** Who decides where the flow leaves that to the applicant; nothing where it does not. */
export function Picks({ predicted }: { predicted: Predicted }) {
  const t = useText()
  if (stepsToPick(predicted).length === 0) return null
  return (
    <FormSection title={t('approval.pick.title')}>
      <ApplicantPicks predicted={predicted} />
    </FormSection>
  )
}

/** 五: the undertaking. */
export function Undertaking() {
  const t = useText()
  return (
    <FormSection number="5" title={t('use.form.undertaking')}>
      <p className="use-undertaking">{t('use.form.undertakingText')}</p>
      <Form.Item
        name="undertaking"
        valuePropName="checked"
        rules={[
          {
            validator: (_rule, ticked: unknown) =>
              ticked === true
                ? Promise.resolve()
                : Promise.reject(new Error(t('use.form.undertakingNeeded'))),
          },
        ]}
      >
        <Checkbox>{t('use.form.undertakingTick')}</Checkbox>
      </Form.Item>
    </FormSection>
  )
}
