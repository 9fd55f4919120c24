import { useParams } from 'react-router'
import { renderSVG } from 'uqr'
import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  useGet,
  useLanguage,
  useSession,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { FormChoices, FormView } from '../../wire.ts'

/** An A4 poster: whose form it is, what for, and the QR code of its address. */
export default function Poster() {
  const t = useText()
  const { pick } = useLanguage()
  const { id = '' } = useParams()
  const { company } = useSession()
  const view = useGet<FormView>(`/forms/${id}`)
  const choices = useGet<FormChoices>('/forms/choices')
  if (view.error !== null) return <ProblemNotice error={view.error} />
  if (view.data === undefined || choices.data === undefined) return <Loading />
  const { draft, address, code, versions } = view.data
  const purposes = choices.data.purposes.filter((one) => draft.purposes.includes(one.code)).map(pick)
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(address, { ecc: 'M' }))}`
  return (
    <>
      <PageHeader title={t('collection.poster.title')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={pick({ zh: draft.title.zh, en: draft.title.en || draft.title.zh })}
        formNo={code}
        version={String(versions[0]?.number ?? '')}
      >
        <div className="collection-poster">
          <p>{t('collection.poster.purpose', { purposes: purposes.join('、') })}</p>
          <img src={picture} alt={address} width={320} height={320} />
          <p>
            <strong>{t('collection.poster.scan')}</strong>
          </p>
          <p>{address}</p>
          <p>{t('collection.poster.care')}</p>
        </div>
      </PrintSheet>
    </>
  )
}
