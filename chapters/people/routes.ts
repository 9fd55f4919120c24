import type { Route } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { appointmentRoutes } from './routes/appointments.ts'
import { authorityRoutes } from './routes/authority.ts'
import { confirmationRoutes } from './routes/confirmations.ts'
import { deviceRoutes } from './routes/device.ts'
import { issuedRoutes } from './routes/issued.ts'
import { organisationRoutes } from './routes/organisation.ts'
import { reviewRoutes } from './routes/review.ts'
import { rightsRoutes } from './routes/rights.ts'
import { structureRoutes } from './routes/structure.ts'
import { exitRoutes } from './routes/exit.ts'
import { factorRoutes } from './routes/factors.ts'
import { rulesRoutes } from './routes/rules.ts'
import { serviceRoutes } from './routes/service.ts'
import { sessionRoutes } from './routes/session.ts'
import { signOnRoutes } from './routes/sign-on.ts'

/** Every route of the chapter. */
export const peopleRoutes = (context: Context): readonly Route[] => [
  ...sessionRoutes(context),
  ...factorRoutes(context),
  ...deviceRoutes(context),
  ...rulesRoutes(context),
  ...organisationRoutes(context),
  ...rightsRoutes(context),
  ...authorityRoutes(context),
  ...reviewRoutes(context),
  ...structureRoutes(context),
  ...signOnRoutes(context),
  ...serviceRoutes(context),
  ...confirmationRoutes(context),
  ...appointmentRoutes(context),
  ...issuedRoutes(context),
  ...exitRoutes(context),
]
