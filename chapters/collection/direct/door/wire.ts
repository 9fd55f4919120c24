import { z } from 'zod'

export const challengeBody = z.strictObject({ about: z.string().max(100) })
/** Find a number whose digits make SHA-256 of `challenge:number` begin with `bits` zero bits. */
export const givenChallenge = z.strictObject({
  challenge: z.string(),
  bits: z.int(),
  notBeforeSeconds: z.int(),
  expiresAt: z.string(),
})
export type GivenChallengeReply = z.infer<typeof givenChallenge>
