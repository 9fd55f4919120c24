import { Button } from 'antd'
import { useState } from 'react'
import {
  ConfirmReason,
  OpinionTimeline,
  PageHeader,
  PrintSheet,
  SideBySide,
  SignaturePlace,
  useText,
} from '../ui/index.ts'

/** Left the form as it prints, right the opinions. */
export function Approval() {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <PageHeader
        title={t('g.approval')}
        actions={
          <Button danger onClick={() => setOpen(true)}>
            {t('g.reject')}
          </Button>
        }
        primary={<Button type="primary">{t('g.agree')}</Button>}
      />
      <SideBySide
        main={
          <PrintSheet
            company="临安云杉科技有限公司"
            title={t('g.formTitle')}
            formNo="MF-04-01"
            version="A/0"
            serialNo="2026-0118"
          >
            <table>
              <tbody>
                <tr>
                  <th scope="row">{t('g.person')}</th>
                  <td>陈晓</td>
                  <th scope="row">{t('g.customer')}</th>
                  <td>KH-2026-0018</td>
                </tr>
                <tr>
                  <th scope="row">{t('g.purpose')}</th>
                  <td colSpan={3}>{t('g.mayCall')}</td>
                </tr>
                <tr>
                  <th scope="row">{t('g.step1')}</th>
                  <td colSpan={3}>
                    {t('g.reason')}
                    <SignaturePlace label={t('g.agree')} name="赵敏" date="2026-11-23" />
                  </td>
                </tr>
              </tbody>
            </table>
          </PrintSheet>
        }
        side={
          <OpinionTimeline
            opinions={[
              {
                key: '1',
                step: t('g.step1'),
                who: '赵敏',
                post: t('g.post'),
                verb: t('g.agree'),
                tone: 'good',
                at: '2026-11-23T06:05:00Z',
                reason: t('g.reason'),
                place: 'done',
              },
              { key: '2', step: t('g.step2'), who: '孙立', place: 'now' },
              { key: '3', step: t('g.step3'), who: '吴越', place: 'ahead' },
            ]}
          />
        }
      />
      <ConfirmReason
        open={open}
        title={t('g.reject')}
        text={t('g.rejectText')}
        action={t('g.reject')}
        danger
        onConfirm={() => undefined}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
