import { type Route, route } from '../../../../gate/index.ts'
import type { Challenges } from './challenges.ts'
import { challengeBody, givenChallenge } from './wire.ts'

/** Where the page of a stranger gets what it must solve before it can send anything. */
export const doorRoutes = (challenges: Challenges): Route[] => [
  route({
    method: 'POST',
    path: '/open/challenges',
    who: 'anyone',
    tag: 'open',
    body: challengeBody,
    reply: givenChallenge,
    summary: {
      zh: '公开页面提交前的验证题',
      en: 'What an open page must solve before it sends anything',
    },
    run: ({ body }) => Promise.resolve(challenges.give(body.about)),
  }),
]
