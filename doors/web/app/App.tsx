import type { i18n } from 'i18next'
import { useMemo } from 'react'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { PagesContext, type PageDef } from '../ui/page.ts'
import { BrokenPage, NotFound } from './WholePage.tsx'
import { Door } from './Door.tsx'
import { PageFrame } from './PageFrame.tsx'
import { Providers } from './Providers.tsx'

/** The program: one address per page, each inside the frame that its session allows. */
export function App({ texts, pages }: { texts: i18n; pages: readonly PageDef[] }) {
  const router = useMemo(
    () =>
      createBrowserRouter([
        {
          element: <Door />,
          errorElement: <BrokenPage />,
          children: [
            ...pages.map((page) => ({
              path: page.path,
              element: <PageFrame page={page} />,
              errorElement: <BrokenPage />,
            })),
            { path: '*', element: <NotFound /> },
          ],
        },
      ]),
    [pages],
  )
  return (
    <Providers texts={texts}>
      <PagesContext value={pages}>
        <RouterProvider router={router} />
      </PagesContext>
    </Providers>
  )
}
