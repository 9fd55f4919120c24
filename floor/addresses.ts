import { isIP } from 'node:net'
import type { Settings } from './settings.ts'

/** Addresses among the settings: what stands in the address bar, and the proxies in front. */

/** What the address bar says must be what is served, and a name to which passkeys can be bound. */
export function originRules({ origin, tls, trustProxy }: Settings): readonly (readonly [boolean, string])[] {
  if (origin === undefined) return []
  const { protocol, hostname } = new URL(origin)
  const plain = protocol === 'http:'
  return [
    [
      plain && !isLoopback(hostname),
      `origin ${origin}: people reach it over the network, so it begins with https: / 供网络访问的地址必须以 https 开头`,
    ],
    [
      plain && tls.kind !== 'off',
      `origin ${origin} and tls: with a certificate the address begins with https / 已配置证书时地址应以 https 开头`,
    ],
    [
      !plain && tls.kind === 'off' && trustProxy.length === 0,
      `origin ${origin}, no tls and no trustProxy: nothing here speaks https / 既无证书也无可信代理，无法提供 https`,
    ],
    [
      isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 && !isLoopback(hostname.replace(/^\[|\]$/g, '')),
      `origin ${origin}: passkeys are bound to a name, not to a bare IP address / 通行密钥只能绑定域名，不能绑定 IP 地址`,
    ],
  ]
}

/** Where `trustProxy: true` expects the proxy. */
export const ownMachine = ['127.0.0.0/8', '::1/128']

/** An address or a network that is not everybody. */
export function isProxy(text: string): boolean {
  const [base = '', bits, ...more] = text.split('/')
  const most = isIP(base) === 4 ? 32 : isIP(base) === 6 ? 128 : -1
  if (more.length > 0 || most < 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= most)
}

/** Whether this is protocol, host and port, and nothing more. */
export function isOrigin(text: string): boolean {
  const url = tryUrl(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

/** Whether only this machine can reach the address. A name other than localhost may resolve to anything. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/** The address, or null where it is none. */
export function tryUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
