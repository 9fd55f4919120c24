import { useEffect, useState } from 'react'
import {
  openGet,
  OpenProblem,
  Said,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { PublicNotice } from '../../../wire.ts'
import { NoticeText } from './NoticeText.tsx'

/** A notice at its public address: the version in force, or the one whose hash the address names. */
export default function Notice({ params }: { params: Readonly<Record<string, string>> }) {
  const t = useOpenText()
  const { language } = useOpenLanguage()
  const [notice, setNotice] = useState<PublicNotice>()
  const [error, setError] = useState<unknown>()
  const { code = '', hash } = params
  useEffect(() => {
    let here = true
    const path = hash === undefined ? `/notices/${code}` : `/notices/${code}/${hash}`
    openGet<PublicNotice>(`${path}?language=${language}`)
      .then((found) => {
        if (!here) return
        setNotice(found)
        document.title = found.title
      })
      .catch((failure: unknown) => {
        if (here) setError(failure)
      })
    return () => {
      here = false
    }
  }, [code, hash, language])
  if (error !== undefined) return <OpenProblem error={error} />
  if (notice === undefined) return <p role="status">{t('open.loading')}</p>
  return (
    <>
      <p className="open-soft">{notice.company}</p>
      <h1>{notice.title}</h1>
      <p className="open-soft">
        {t('collection.own.number', { number: notice.number, day: notice.publishedAt.slice(0, 10) })}
      </p>
      {!notice.current && (
        <Said tone="note">
          {t('collection.own.old')} <a href={`/o/notice/${code}`}>{t('collection.own.toCurrent')}</a>
        </Said>
      )}
      <NoticeText notice={notice} />
      <dl className="open-facts">
        <dt>{t('collection.own.hash')}</dt>
        <dd className="open-code">{notice.hash}</dd>
        <dt>{t('collection.own.fixed')}</dt>
        <dd>
          <a href={`/o/notice/${code}/${notice.hash}`}>{`/o/notice/${code}/${notice.hash.slice(0, 12)}…`}</a>
        </dd>
      </dl>
      <p className="open-no-print">
        <button type="button" className="open-quiet" onClick={() => window.print()}>
          {t('collection.own.print')}
        </button>{' '}
        <a href="/o/consent">{t('collection.own.own.title')}</a>
      </p>
    </>
  )
}
