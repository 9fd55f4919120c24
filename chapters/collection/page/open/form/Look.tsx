import { type SubmitEvent, useState } from 'react'
import {
  OpenProblem,
  OpenSender,
  Trap,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { Submitted } from '../../../wire.ts'

/** How things stand with a receipt; no value is shown here. */
export default function LookPage() {
  const t = useOpenText()
  const { pick } = useOpenLanguage()
  const [code, setCode] = useState('')
  const [trap, setTrap] = useState('')
  const [found, setFound] = useState<Submitted>()
  const [problem, setProblem] = useState<unknown>()
  const [sender] = useState(() => new OpenSender('receipts/look'))
  const look = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    setProblem(undefined)
    setFound(undefined)
    try {
      const receipt = code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
      setFound(await sender.post<Submitted>('/receipts/look', { receipt }, trap))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form noValidate onSubmit={(event) => void look(event)}>
      <h1>{t('collection.open.look')}</h1>
      <div className="open-field">
        <label htmlFor="receipt">{t('collection.open.look-code')}</label>
        <input
          id="receipt"
          className="open-code"
          autoComplete="off"
          maxLength={30}
          value={code}
          onFocus={() => sender.ready()}
          onChange={(event) => setCode(event.target.value)}
        />
      </div>
      <Trap value={trap} onChange={setTrap} />
      {problem === undefined ? null : <OpenProblem error={problem} />}
      <button type="submit" className="open-wide" disabled={code.trim() === ''}>
        {t('collection.open.look-go')}
      </button>
      {found === undefined ? null : (
        <dl className="open-facts" role="status">
          <dt>{t('collection.open.form')}</dt>
          <dd>{pick(found.form)}</dd>
          <dt>{t('collection.open.state')}</dt>
          <dd>{t(`collection.open.state.${found.state}`)}</dd>
          <dt>{t('collection.open.notice-version')}</dt>
          <dd className="open-code">{found.notice.hash}</dd>
          <dt>{t('collection.open.given')}</dt>
          <dd>{found.given.map((one) => pick(one.label)).join(' · ')}</dd>
        </dl>
      )}
    </form>
  )
}
