import type { Resolver } from '../../../floor/delivery/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { House } from '../../../gate/index.ts'
import type { ProviderConfig } from '../wire/sign-on.ts'
import { openDingtalk } from './dingtalk.ts'
import { openFeishu } from './feishu.ts'
import { openLdap } from './ldap.ts'
import { openOidc } from './oidc.ts'
import type { ProviderSurroundings, SignOnProvider } from './provider.ts'
import type { StoredProvider } from './store.ts'
import { openWecom } from './wecom.ts'

/** Where a provider's secret belongs, for sealing. */
export const secretName = (providerId: string): string => `sign-on/${providerId}`

/** Opens providers from what is stored, and keeps each one as long as its entry stays the same: it holds tokens. */
export class Providers {
  readonly #house: Pick<House, 'keyring' | 'clock'>
  readonly #loopback: boolean
  readonly #resolver: Resolver | undefined
  readonly #open = new Map<string, { version: number; provider: SignOnProvider }>()

  constructor(house: Pick<House, 'keyring' | 'clock'>, options: { loopback: boolean; resolver?: Resolver }) {
    this.#house = house
    this.#loopback = options.loopback
    this.#resolver = options.resolver
  }

  /** @throws Mistake `people.sign-on-no-secret` while no secret was entered */
  of(stored: StoredProvider): SignOnProvider {
    const kept = this.#open.get(stored.id)
    if (kept !== undefined && kept.version === stored.version) return kept.provider
    if (stored.secretSealed === null) throw new Mistake('people.sign-on-no-secret', { field: 'secret' })
    const secret = this.#house.keyring.openSecret(secretName(stored.id), stored.secretSealed)
    const provider = openProvider(stored.config, {
      secret,
      rules: { hosts: stored.config.intranet ? hostsOf(stored.config) : [], loopback: this.#loopback },
      now: () => this.#house.clock.now().getTime(),
      ...(this.#resolver === undefined ? {} : { resolver: this.#resolver }),
    })
    this.#open.set(stored.id, { version: stored.version, provider })
    return provider
  }
}

/** One provider of any kind. */
export function openProvider(config: ProviderConfig, around: ProviderSurroundings): SignOnProvider {
  switch (config.kind) {
    case 'oidc':
      return openOidc(config, around)
    case 'ldap':
      return openLdap(config, around)
    case 'wecom':
      return openWecom(config, around)
    case 'dingtalk':
      return openDingtalk(config, around)
    case 'feishu':
      return openFeishu(config, around)
  }
}

/** Every address that is typed for a provider, by the field it is typed into. */
export function addressesOf(
  config: ProviderConfig,
): readonly { readonly field: string; readonly address: string }[] {
  switch (config.kind) {
    case 'oidc':
      return [{ field: 'config.issuer', address: config.issuer }]
    case 'ldap': {
      const covered = config.startTls || config.url.startsWith('ldaps:')
      return [{ field: 'config.url', address: config.url.replace(/^ldaps?/, covered ? 'https' : 'http') }]
    }
    case 'dingtalk':
      return (['apiBase', 'oapiBase', 'loginBase'] as const).map((key) => ({
        field: `config.${key}`,
        address: config[key],
      }))
    case 'wecom':
    case 'feishu':
      return (['apiBase', 'loginBase'] as const).map((key) => ({
        field: `config.${key}`,
        address: config[key],
      }))
  }
}

/** The hosts typed for a provider, lower case: these alone may be addressed inside the company's network. */
export function hostsOf(config: ProviderConfig): string[] {
  return addressesOf(config).flatMap(({ address }) => {
    try {
      return [new URL(address).hostname.toLowerCase().replace(/^\[|\]$/g, '')]
    } catch {
      return []
    }
  })
}
