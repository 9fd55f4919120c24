import { Button } from 'antd'
import { useState } from 'react'
import {
  download,
  KeyValue,
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  Time,
  useGet,
  useLanguage,
  usePerson,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { basisWords, type ProcessingRecord, type RecordedPurpose } from '../../wire.ts'
import { usePurposeWords } from './words.ts'

/** The record of processing activities, as it prints. */
export default function RecordPage() {
  const t = useText()
  const { language, pick } = useLanguage()
  const me = usePerson()
  const { join } = usePurposeWords()
  const { data, error } = useGet<ProcessingRecord>('/purposes/record')
  const [failed, setFailed] = useState<unknown>(null)
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  const save = (): void => {
    setFailed(null)
    download(`/purposes/record/paper?language=${language}`, undefined, 'processing-record.pdf').catch(
      setFailed,
    )
  }
  return (
    <>
      <PageHeader
        title={t('collection.record.title')}
        hint={t('collection.record.hint')}
        actions={<Button onClick={save}>{t('collection.record.pdf')}</Button>}
      />
      <ProblemNotice error={failed} />
      <PrintSheet company={data.company} title={t('collection.record.title')} formNo="BM-R-23" version="A/0">
        <KeyValue
          items={[
            { key: 'company', label: t('collection.record.controller'), value: data.company },
            { key: 'at', label: t('collection.record.at'), value: <Time at={data.at} /> },
            { key: 'files', label: t('collection.record.files'), value: data.files },
            { key: 'without', label: t('collection.record.filesWithout'), value: data.filesWithout },
          ]}
        />
        <p>
          <strong>{t('collection.record.protections')}</strong>{' '}
          {t('collection.record.protectionsAre', { levels: join(data.levels.map((one) => pick(one))) })}
        </p>
        {data.purposes.map((purpose) => (
          <OnePurpose key={purpose.code} purpose={purpose} />
        ))}
        <h3>{t('collection.record.heads')}</h3>
        {data.heads.map((head) => (
          <p key={head.lane} className="collection-hash">
            {head.name} · {t('collection.record.entries', { count: head.size })} · <code>{head.root}</code>
          </p>
        ))}
        <SignaturePlace label={t('collection.record.drawnUp')} name={me.name} />
        <SignaturePlace label={t('collection.record.checked')} />
      </PrintSheet>
    </>
  )
}

function OnePurpose({ purpose }: { purpose: RecordedPurpose }) {
  const t = useText()
  const { pick } = useLanguage()
  const words = usePurposeWords()
  const lines: [string, string][] = [
    [t('collection.purposes.basis'), pick(basisWords[purpose.legalBasis])],
    [
      t('collection.purposes.note'),
      purpose.note === '' ? t('collection.purposes.noteMissing') : purpose.note,
    ],
    ...purpose.categories.map(({ section, fields }): [string, string] => [
      t(`collection.section.${section}`),
      words.join(
        fields.map((one) =>
          one.sensitive ? `${pick(one)} (${t('collection.purposes.sensitive')})` : pick(one),
        ),
      ),
    ]),
    [t('collection.record.persons'), String(purpose.persons)],
    [t('collection.record.companies'), String(purpose.companies)],
    [
      t('collection.purposes.who'),
      words.who(
        purpose.roles.map((role) => role.code),
        purpose.departments,
      ),
    ],
    [
      t('collection.record.recipients'),
      purpose.recipients.length === 0 ? t('collection.record.nobody') : words.join(purpose.recipients),
    ],
    [t('collection.purposes.retention'), words.retention(purpose.retentionMonths)],
    [t('collection.purposes.afterwards'), t(`collection.purposes.after.${purpose.afterwards}`)],
    [t('collection.record.notices'), String(purpose.notices)],
  ]
  return (
    <section className="collection-recorded">
      <h3>
        {pick(purpose)} <code>{purpose.code}</code>
      </h3>
      <table>
        <tbody>
          {lines.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
