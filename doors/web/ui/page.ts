import { createContext, useContext, type ComponentType } from 'react'

/** The parts of the left menu, in the order of the rule book. */
export const menuSections = [
  'home',
  'collection',
  'custody',
  'use',
  'approval',
  'people',
  'supervision',
  'settings',
] as const

export type MenuSection = (typeof menuSections)[number]

export interface MenuEntry {
  section: MenuSection
  labelKey: string
  /** An icon component, for example `FileTextOutlined` of @ant-design/icons (pass the component, not an element). */
  icon: ComponentType
  /** Ascending within its section. */
  order: number
  /** Name of a figure in `session.counts` to show beside the label. */
  badge?: string
  /** One letter: pressing `g` and then it goes there. */
  shortcut?: string
}

/** One page of a chapter. `chapters/X/page/index.ts` exports `pages: PageDef[]`; the shell finds it by itself. */
export interface PageDef {
  /** Address with react-router parameters, for example `/customers/:customerId`. */
  path: string
  titleKey: string
  /** `lazy(() => import('./Something.tsx'))`, the module's default export being the page. */
  element: ComponentType
  menu?: MenuEntry
  /**
   * Who has the page in their menu; absent means everybody who is signed in, `staff` everybody but the three separated
   * administrators. The server decides again.
   */
  roles?: string[]
  /** True for pages shown without sign-in and without menu (sign-in, first run). */
  bare?: boolean
  /** Address of the page above it, for the breadcrumb; by default the menu entry whose path begins this one. */
  parent?: string
}

export const PagesContext = createContext<readonly PageDef[]>([])

/** All pages of the program, so that a component offers only addresses that exist. */
export const usePages = (): readonly PageDef[] => useContext(PagesContext)

/**
 * Does an address belong to a page of the program?
 * @param address path, with or without a query
 */
export function hasPage(pages: readonly PageDef[], address: string): boolean {
  const parts = (address.split(/[?#]/)[0] ?? '').split('/')
  return pages.some((page) => {
    const wanted = page.path.split('/')
    return (
      wanted.length === parts.length && wanted.every((part, i) => part.startsWith(':') || part === parts[i])
    )
  })
}

const administrators: ReadonlySet<string> = new Set(['system-admin', 'security-admin', 'audit-admin'])

/** Does the person hold one of the three separated offices? They run the program and use no customer data. */
export const isAdministrator = (roles: readonly string[]): boolean =>
  roles.some((one) => administrators.has(one))

/** May a person of these roles see the page (or card) in the menu? */
export const mayOpen = (page: Pick<PageDef, 'roles'>, roles: readonly string[]): boolean =>
  page.roles === undefined ||
  page.roles.some((role) => (role === 'staff' ? !isAdministrator(roles) : roles.includes(role)))
