import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import {
  FieldValue,
  FormSection,
  KeyValue,
  LevelMark,
  PageHeader,
  StatusTag,
  useOpenFiles,
  useText,
  Watermark,
} from '../ui/index.ts'

const inTwoDays = Date.now() + 2 * 86_400_000 + 3_600_000

/** A customer file: the four kinds of fields under the watermark. */
export function Fields() {
  const t = useText()
  const { customerId = '' } = useParams()
  const { open } = useOpenFiles()
  const [chosen, setChosen] = useState(false)
  useEffect(() => open({ id: customerId, fileNo: `KH-2026-${customerId}`, name: '林*' }), [customerId, open])
  return (
    <Watermark>
      <PageHeader
        title="KH-2026-0018"
        marks={
          <>
            <LevelMark rank={3} name={t('g.level2')} />
            <StatusTag tone="good">{t('g.running')}</StatusTag>
          </>
        }
        hint={t('g.hint')}
        actions={<Button>{t('g.more')}</Button>}
        primary={<Button type="primary">{t('g.new')}</Button>}
      />
      <FormSection number="1" title={t('g.basic')}>
        <KeyValue
          items={[
            {
              label: t('g.phone'),
              value: (
                <FieldValue
                  label={t('g.phone')}
                  kind="phone"
                  mayCopy
                  value={{ state: 'shown', text: '13800138000', purpose: t('g.mayCall'), until: inTwoDays }}
                />
              ),
            },
            {
              label: t('g.idCard'),
              value: (
                <FieldValue
                  label={t('g.idCard')}
                  kind="id-card"
                  value={{ state: 'masked', text: '1****************4' }}
                  onApply={() => setChosen(!chosen)}
                />
              ),
            },
            {
              label: t('g.bank'),
              value: (
                <FieldValue
                  label={t('g.bank')}
                  value={{ state: 'hidden' }}
                  chosen={chosen}
                  onApply={() => setChosen(!chosen)}
                />
              ),
            },
            { label: t('g.email'), value: <FieldValue label={t('g.email')} value={{ state: 'never' }} /> },
            {
              label: t('g.address'),
              wide: true,
              value: (
                <FieldValue label={t('g.address')} value={{ state: 'hidden' }} onApply={() => undefined} />
              ),
            },
          ]}
        />
      </FormSection>
      <p style={{ display: 'flex', gap: 8 }}>
        <LevelMark rank={4} name={t('g.level1')} /> <LevelMark rank={3} name={t('g.level2')} />{' '}
        <LevelMark rank={2} name={t('g.level3')} /> <LevelMark rank={1} name={t('g.level4')} />
      </p>
    </Watermark>
  )
}
