import { useEffect, useRef, type ReactNode } from 'react'
import { useLook } from '../theme/look.ts'
import { usePerson, useTimeZone } from './session.ts'
import { timeText } from './times.ts'
import { useNow } from './use-now.ts'
import { drawWatermarkTile, watermarkLines } from './watermark-tile.ts'

const style = (image: string): string =>
  `position:absolute!important;inset:0!important;z-index:15!important;display:block!important;` +
  `visibility:visible!important;opacity:1!important;transform:none!important;clip-path:none!important;` +
  `pointer-events:none!important;background:url(${image}) repeat!important;` +
  `-webkit-print-color-adjust:exact!important;print-color-adjust:exact!important`

/**
 * Keeps a marked layer over a host until the returned function is called: a layer that is removed, moved or
 * restyled is replaced. In the browser this deters only; the server marks what leaves as PDF or Excel.
 */
export function holdWatermark(host: HTMLElement, image: string): () => void {
  let layer: HTMLDivElement | null = null
  const watch = new MutationObserver(() => check())
  const lay = (): void => {
    watch.disconnect()
    layer?.remove()
    layer = document.createElement('div')
    layer.setAttribute('aria-hidden', 'true')
    layer.style.cssText = style(image)
    host.append(layer)
    watch.observe(host, { childList: true })
    watch.observe(layer, { attributes: true, childList: true })
  }
  const check = (): void => {
    const wanted = layer?.parentNode === host && layer.attributes.length === 2
    const seen = layer?.style.visibility === 'visible' && layer.style.backgroundImage.length > 20
    if (!wanted || !seen || layer?.style.opacity !== '1') lay()
  }
  lay()
  const timer = setInterval(check, 2000)
  return () => {
    clearInterval(timer)
    watch.disconnect()
    layer?.remove()
  }
}

export interface WatermarkProps {
  children: ReactNode
  /** Moment of the reading; by default the present minute. */
  at?: string | number
}

/** Put around everything that shows customer data: name, employee number and time over it, also on paper. */
export function Watermark({ children, at }: WatermarkProps) {
  const host = useRef<HTMLDivElement>(null)
  const person = usePerson()
  const zone = useTimeZone()
  const { look } = useLook()
  const now = useNow(60)
  const time = timeText(at ?? now, zone)
  useEffect(() => {
    if (host.current === null) return undefined
    const lines = watermarkLines(person, time)
    return holdWatermark(host.current, drawWatermarkTile(lines, look === 'dark'))
  }, [person, time, look])
  return (
    <div ref={host} className="watermarked">
      {children}
    </div>
  )
}
