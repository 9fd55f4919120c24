import type { Route } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { organisationRoutes } from './routes/organisation.ts'
import { rightsRoutes } from './routes/rights.ts'
import { structureRoutes } from './routes/structure.ts'
import { factorRoutes } from './routes/factors.ts'
import { rulesRoutes } from './routes/rules.ts'
import { sessionRoutes } from './routes/session.ts'
import { signOnRoutes } from './routes/sign-on.ts'

/** Every route of the chapter. */
export const peopleRoutes = (context: Context): readonly Route[] => [
  ...sessionRoutes(context),
  ...factorRoutes(context),
  ...rulesRoutes(context),
  ...organisationRoutes(context),
  ...rightsRoutes(context),
  ...structureRoutes(context),
  ...signOnRoutes(context),
]
