import { Fault } from '../errors.ts'

/** Why a sealed value was not accepted. `key` means that it was sealed under another key. */
export type SealBreach = 'format' | 'algorithm' | 'version' | 'key' | 'tag'

/** A sealed value is not what was sealed here: altered, cut, moved to another place, or sealed by another key. */
export class SealBroken extends Fault {
  override readonly name = 'SealBroken'
  readonly breach: SealBreach
  constructor(breach: SealBreach) {
    super(`a sealed value was not accepted (${breach})`)
    this.breach = breach
  }
}

/** This node was started without the key of that level, so it can neither seal nor open it. */
export class LevelNotUnsealed extends Fault {
  override readonly name = 'LevelNotUnsealed'
  readonly level: number
  constructor(level: number, version?: number) {
    super(
      `the key of level ${level}${version === undefined ? '' : ` version ${version}`} is not unsealed on this node / ` +
        `本机未解封密级 ${level} 的密钥`,
    )
    this.level = level
  }
}

/** The customer's keys were destroyed (or never existed): what they sealed cannot be opened by anybody. */
export class KeyDestroyed extends Fault {
  override readonly name = 'KeyDestroyed'
}

/** The level key was rotated on another node while keys were being made; running the transaction again succeeds. */
export class LevelKeyRotated extends Fault {
  override readonly name = 'LevelKeyRotated'
}

/** The root key cannot be used: wrong passphrase, wrong file, unsafe permissions, contradicting sources. */
export class RootKeyRefused extends Fault {
  override readonly name = 'RootKeyRefused'
}

/** The selected algorithm is not in this runtime's OpenSSL. */
export class AlgorithmMissing extends Fault {
  override readonly name = 'AlgorithmMissing'
}
