import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Loading, ProblemNotice, useLanguage, usePerson, useText } from '../../../../doors/web/ui/index.ts'
import type { FieldReply } from '../../../custody/wire.ts'
import { attachments, attachmentWords } from '../../wire.ts'
import { bySection, sectionKey, useCatalogue } from '../shared/catalogue.ts'
import { Level, useLevels } from '../shared/levels.tsx'

export interface FieldChoiceProps {
  value?: number[]
  onChange?: (value: number[]) => void
  id?: string
  /** Kinds of the chosen customers; fields that belong to neither are left out unless chosen. */
  kinds: readonly string[]
  /** The highest level among the attachments of the chosen customers; null when there are none or it is not known. */
  attachmentLevel: number | null
}

interface GroupProps {
  section: string
  fields: readonly FieldReply[]
  value: readonly number[]
  set: (value: number[]) => void
  mayChoose: (field: FieldReply) => boolean
  needs: (field: FieldReply) => string
  /** Unfolds the section; null when it is open. */
  onOpen: (() => void) | null
}

function Group({ section, fields, value, set, mayChoose, needs, onOpen }: GroupProps) {
  const t = useText()
  const { pick } = useLanguage()
  const open = fields.filter(mayChoose).map((field) => field.id)
  const all = open.length > 0 && open.every((id) => value.includes(id))
  const title = t(sectionKey(section))
  const rest = value.filter((id) => !open.includes(id))
  if (onOpen !== null)
    return (
      <fieldset className="use-choice">
        <legend>
          {title}{' '}
          <Button type="link" size="small" aria-expanded={false} onClick={onOpen}>
            {t('use.form.unfold', { count: fields.length })}
          </Button>
        </legend>
      </fieldset>
    )
  return (
    <fieldset className="use-choice">
      <legend>
        {title}{' '}
        <Button
          type="link"
          size="small"
          disabled={open.length === 0}
          aria-label={`${t(all ? 'use.form.none' : 'use.form.all')}: ${title}`}
          onClick={() => set(all ? rest : [...rest, ...open])}
        >
          {t(all ? 'use.form.none' : 'use.form.all')}
        </Button>
      </legend>
      <div>
        {fields.map((field) => (
          <Checkbox
            key={field.id}
            checked={value.includes(field.id)}
            disabled={!mayChoose(field) && !value.includes(field.id)}
            onChange={(event) =>
              set(event.target.checked ? [...value, field.id] : value.filter((id) => id !== field.id))
            }
          >
            <span className="name">{pick(field)}</span> <Level rank={field.level} />
            <small className="soft">{needs(field)}</small>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}

/** The attachments of the chosen files, all of them: they have no fields. */
function AttachmentChoice(props: { chosen: boolean; level: number | null; set: (chosen: boolean) => void }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <fieldset className="use-choice">
      <legend>{pick(attachmentWords)}</legend>
      <div className="use-choice-one">
        <Checkbox checked={props.chosen} onChange={(event) => props.set(event.target.checked)}>
          <span className="name">{t('use.form.attachments')}</span>{' '}
          {props.level !== null && <Level rank={props.level} />}
          <small className="soft">{t('use.form.attachmentsHint')}</small>
        </Checkbox>
      </div>
    </fieldset>
  )
}

/** The fields wanted, by section of the file, each with its level and what a full view of it needs. */
export function FieldChoice({ value = [], onChange, id, kinds, attachmentLevel }: FieldChoiceProps) {
  const t = useText()
  const { clearance } = usePerson()
  const catalogue = useCatalogue()
  const levels = useLevels()
  const cleared = Number(clearance ?? 0)
  // Whoever comes with a choice made in the file sees that; the other sections unfold when wanted.
  const [folded, setFolded] = useState(value.length > 0)
  const [opened, setOpened] = useState<readonly string[]>([])
  const needs = (field: FieldReply): string => {
    if (field.level > cleared) return t('use.needs.clearance')
    const level = levels.find((one) => one.rank === field.level)
    return level === undefined || level.fullNeeds === 'reason' ? '' : t(`use.needs.${level.fullNeeds}`)
  }
  if (catalogue.error !== null) return <ProblemNotice error={catalogue.error} />
  if (catalogue.loading) return <Loading rows={4} />
  const suits = (field: FieldReply): boolean =>
    value.includes(field.id) ||
    (!field.retired && (kinds.length === 0 || field.appliesTo === 'both' || kinds.includes(field.appliesTo)))
  return (
    <div id={id} className="use-choices" role="group" aria-label={t('use.form.fields')}>
      {bySection(catalogue.fields.filter(suits)).map(([section, fields]) => (
        <Group
          key={section}
          section={section}
          fields={fields}
          value={value}
          set={(next) => onChange?.(next)}
          mayChoose={(field) => field.level <= cleared}
          needs={needs}
          onOpen={
            !folded || opened.includes(section) || fields.some((field) => value.includes(field.id))
              ? null
              : () => setOpened([...opened, section])
          }
        />
      ))}
      {folded && (
        <Button type="link" className="use-unfold" onClick={() => setFolded(false)}>
          {t('use.form.unfoldAll')}
        </Button>
      )}
      <AttachmentChoice
        chosen={value.includes(attachments)}
        level={attachmentLevel}
        set={(chosen) =>
          onChange?.(chosen ? [...value, attachments] : value.filter((one) => one !== attachments))
        }
      />
    </div>
  )
}
