import { mayOpen, menuSections, type MenuEntry, type MenuSection, type PageDef } from '../ui/page.ts'

export type MenuPage = PageDef & { menu: MenuEntry }

/** The menu of a person with these roles: sections in the order of the rule book, empty ones left out. */
export function menuFor(
  pages: readonly PageDef[],
  roles: readonly string[],
): { section: MenuSection; entries: MenuPage[] }[] {
  const inMenu = pages.filter((page): page is MenuPage => page.menu !== undefined && mayOpen(page, roles))
  return menuSections
    .map((section) => ({
      section,
      entries: inMenu
        .filter((page) => page.menu.section === section)
        .sort((a, b) => a.menu.order - b.menu.order),
    }))
    .filter((group) => group.entries.length > 0)
}
