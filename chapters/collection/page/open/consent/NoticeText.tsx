import type { PublicNotice } from '../../../wire.ts'

/** The words of a notice, section by section. */
export function NoticeText({ notice }: { notice: PublicNotice }) {
  return (
    <article lang={/[\u4e00-\u9fff]/.test(notice.title) ? 'zh-CN' : 'en'}>
      {notice.sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((text, place) => (
            <p key={place} className="open-text">
              {text}
            </p>
          ))}
        </section>
      ))}
    </article>
  )
}
