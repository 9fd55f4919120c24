import { Button, Drawer, Form, Input, InputNumber } from 'antd'
import {
  Loading,
  ProblemNotice,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { QuarantineSettings } from '../../wire.ts'

interface Values {
  badPermille: number
  sampleLeast: number
  points: string
}

/** The company's rule for checks; the secrecy office changes it. */
export function CheckRule({ onClose }: { onClose: () => void }) {
  const t = useText()
  const rule = useGet<QuarantineSettings>('/quarantine-settings')
  return (
    <Drawer open size={520} title={t('collection.quarantine.settings')} onClose={onClose}>
      <p className="soft">{t('collection.quarantine.settingsHint')}</p>
      <ProblemNotice error={rule.error} />
      {rule.data === undefined ? <Loading /> : <RuleForm rule={rule.data} onClose={onClose} />}
    </Drawer>
  )
}

function RuleForm({ rule, onClose }: { rule: QuarantineSettings; onClose: () => void }) {
  const t = useText()
  const may = usePerson().roles.includes('secrecy-office')
  const save = usePost<QuarantineSettings>('/quarantine-settings', { method: 'PUT', onDone: onClose })
  const required = [{ required: true, message: t('collection.source.required') }]
  return (
    <Form<Values>
      layout="vertical"
      disabled={!may}
      initialValues={{
        ...rule,
        points: rule.morePoints.map(({ name }) => `${name.zh}｜${name.en}`).join('\n'),
      }}
      onFinish={({ badPermille, sampleLeast, points }) =>
        save.mutate({ badPermille, sampleLeast, morePoints: pointsOf(points ?? '', rule) })
      }
    >
      <Form.Item name="badPermille" label={t('collection.quarantine.badPermille')} rules={required}>
        <InputNumber min={0} max={50} precision={0} />
      </Form.Item>
      <Form.Item name="sampleLeast" label={t('collection.quarantine.sampleLeast')} rules={required}>
        <InputNumber min={2} max={2000} precision={0} />
      </Form.Item>
      <Form.Item name="points" label={t('collection.quarantine.morePoints')}>
        <Input.TextArea rows={5} maxLength={4000} />
      </Form.Item>
      <ProblemNotice error={save.error} />
      {may && (
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('collection.quarantine.save')}
        </Button>
      )}
    </Form>
  )
}

/** One point a line; a point that was there keeps its code, so that answers already given stay its own. */
function pointsOf(text: string, before: QuarantineSettings): QuarantineSettings['morePoints'] {
  const lines = text.split('\n').map((line) => line.trim())
  const known = new Map(before.morePoints.map((one) => [one.name.zh, one.code]))
  const taken = new Set(known.values())
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [zh = '', en = ''] = line.split(/[|｜]/).map((part) => part.trim())
      let number = 1
      while (taken.has(`own-${number}`)) number++
      const code = known.get(zh) ?? `own-${number}`
      taken.add(code)
      return { code, name: { zh, en: en === '' ? zh : en } }
    })
}
