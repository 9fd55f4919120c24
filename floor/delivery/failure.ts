import { Fault } from '../errors.ts'

/**
 * A message that was not delivered. `code` is a short machine word (`smtp-auth`, `http-503`, `wecom-45009`): it holds
 * nothing of the message, of an address or of a secret, so that it may be stored and shown. `permanent`: trying the
 * same again cannot help; somebody has to change something first.
 */
export class DeliveryFailed extends Fault {
  override readonly name = 'DeliveryFailed'
  readonly code: string
  readonly permanent: boolean
  constructor(code: string, permanent: boolean) {
    super(code)
    this.code = code
    this.permanent = permanent
  }
}
