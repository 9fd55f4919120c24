import { useEffect } from 'react'
import { keepSigned } from '../ui/device-key.ts'

const lookEveryMs = 60_000

/** Lets this browser sign for its session: when a page opens, every few minutes, and when somebody comes back to it. */
export function DeviceKeeper() {
  useEffect(() => {
    const sign = (): void => void keepSigned()
    sign()
    const timer = setInterval(sign, lookEveryMs)
    const back = (): void => {
      if (document.visibilityState === 'visible') sign()
    }
    document.addEventListener('visibilitychange', back)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', back)
    }
  }, [])
  return null
}
