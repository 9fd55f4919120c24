import { Alert, Button, Checkbox, Radio } from 'antd'
import { useState } from 'react'
import {
  FormSection,
  Loading,
  ProblemNotice,
  put,
  useGet,
  useMay,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { DocumentSettingBody, DocumentSettingReply } from '../../wire.ts'

/** How documents are taken: virus scanner, macros, pictures. */
export function DocumentSettings() {
  const t = useText()
  const reply = useGet<DocumentSettingReply>('/documents/settings')
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  return (
    <SettingForm key={JSON.stringify(reply.data)} setting={reply.data} title={t('custody.docs.settings')} />
  )
}

function SettingForm({ setting, title }: { setting: DocumentSettingReply; title: string }) {
  const t = useText()
  const may = useMay('settings')
  const refresh = useRefresh()
  const { macros, scannerDown, readPictures } = setting
  const [wanted, setWanted] = useState<DocumentSettingBody>({ macros, scannerDown, readPictures })
  const [error, setError] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const [busy, setBusy] = useState(false)
  const choices = (['refuse', 'flag'] as const).map((value) => ({ value, label: t(`custody.docs.${value}`) }))
  const save = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await put('/documents/settings', wanted)
      setSaved(true)
      await refresh(['/documents/settings'])
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormSection title={title}>
      <ProblemNotice error={error} />
      {saved && <Alert type="success" showIcon title={t('custody.docs.saved')} />}
      <Scanner setting={setting} />
      <p className="field-label">{t('custody.docs.macrosSet')}</p>
      <Radio.Group
        aria-label={t('custody.docs.macrosSet')}
        disabled={!may}
        options={choices}
        value={wanted.macros}
        onChange={(event) => setWanted({ ...wanted, macros: event.target.value as 'refuse' | 'flag' })}
      />
      <p className="field-label">{t('custody.docs.downSet')}</p>
      <Radio.Group
        aria-label={t('custody.docs.downSet')}
        disabled={!may}
        options={choices}
        value={wanted.scannerDown}
        onChange={(event) => setWanted({ ...wanted, scannerDown: event.target.value as 'refuse' | 'flag' })}
      />
      <p>
        <Checkbox
          disabled={!may}
          checked={wanted.readPictures}
          onChange={(event) => setWanted({ ...wanted, readPictures: event.target.checked })}
        >
          {t('custody.docs.pictures')}
        </Checkbox>
      </p>
      {!setting.picturesInstalled && <p className="soft">{t('custody.docs.picturesMissing')}</p>}
      {may && (
        <Button type="primary" loading={busy} onClick={() => void save()}>
          {t('custody.docs.save')}
        </Button>
      )}
    </FormSection>
  )
}

function Scanner({ setting: { scanner } }: { setting: DocumentSettingReply }) {
  const t = useText()
  const text =
    scanner === null
      ? t('custody.docs.scannerOff')
      : t(scanner.answers ? 'custody.docs.scannerUp' : 'custody.docs.scannerAway', { place: scanner.place })
  return (
    <Alert
      showIcon
      type={scanner === null ? 'info' : scanner.answers ? 'success' : 'error'}
      title={t('custody.docs.scanner')}
      description={text}
    />
  )
}
