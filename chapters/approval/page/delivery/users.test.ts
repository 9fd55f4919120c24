import { expect, test } from 'vitest'
import { usersOf, usersText } from './users.ts'

test('a list of users is typed as lines and comes back as it was', () => {
  const users = usersOf(' M1 = qin.lang \n\nC1＝su\nno sign\n=x\na=b=c')
  expect(users).toEqual({ M1: 'qin.lang', C1: 'su' })
  expect(usersOf(usersText(users))).toEqual(users)
})
