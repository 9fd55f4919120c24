import { useEffect } from 'react'
import { OpenSender, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import { Ask } from './Ask.tsx'
import { Look } from './Look.tsx'

const sender = new OpenSender('rights/own')

/** What a customer may ask about the own data, and what became of it. */
export default function Rights() {
  const t = useOpenText()
  useEffect(() => {
    document.title = t('rights.title')
    sender.ready()
  }, [t])
  return (
    <>
      <h1>{t('rights.title')}</h1>
      <p>{t('rights.hint')}</p>
      <h2>{t('rights.ask')}</h2>
      <Ask sender={sender} />
      <h2>{t('rights.look')}</h2>
      <Look sender={sender} />
    </>
  )
}
