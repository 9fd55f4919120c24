import { type Clause, type Statute, statuteOf } from '../gate/index.ts'
import {
  p3_2_1_approver_cleared,
  p4_2_1_concerned_may_comment,
  p4_2_1_not_own,
  p4_2_1_own_application,
  p4_2_1_task_holder,
} from './approval/clauses/p4_2_1_decide.ts'
import { p2_1_1_legal_basis } from './collection/clauses/p2_1_1_legal_basis.ts'
import {
  p2_1_3_consent_recorder,
  p2_1_3_purpose_not_barred,
  p2_1_3_second_eyes,
  p2_1_3_sensitive_not_barred,
} from './collection/clauses/p2_1_3_consent.ts'
import { p2_1_2_necessary } from './collection/clauses/p2_1_2_necessary.ts'
import { p2_2_1_source, p2_3_2_filing } from './collection/clauses/p2_2_1_collector.ts'
import {
  p2_2_1_decided_by_responsible,
  p2_2_1_form_in_order,
  p2_2_1_forms,
} from './collection/clauses/p2_2_1_forms.ts'
import { p2_2_1_system } from './collection/clauses/p2_2_1_system.ts'
import {
  p2_3_1_asks_correction,
  p2_3_1_explained,
  p2_3_1_responsible,
} from './collection/clauses/p2_3_1_tidying.ts'
import {
  p2_2_2_quarantine,
  p2_2_2_released,
  p2_2_2_sample,
  p2_2_2_verifier,
} from './collection/clauses/p2_2_2_quarantine.ts'
import {
  p2_2_2_checked_by_another,
  p2_2_2_source_checked,
  p2_2_2_source_withdrawn,
  p2_2_2_two_to_freeze,
} from './collection/clauses/p2_2_2_source.ts'
import { p2_3_3_level_change } from './custody/clauses/p2_3_3_level_change.ts'
import { p2_3_3_level_known } from './custody/clauses/p2_3_3_level_known.ts'
import { p2_3_3_collection, p2_3_3_whole_file } from './custody/clauses/p2_3_3_collection.ts'
import { p2_3_3_lowering_confirmed } from './custody/clauses/p2_3_3_rules.ts'
import {
  p3_2_3_admitted,
  p3_2_3_applicant_decides_not,
  p3_2_3_not_for_oneself,
  p3_2_3_own_request,
  p3_2_3_room_keeper,
} from './custody/clauses/p3_2_3_rooms.ts'
import { p4_1_2_search_quota } from './custody/clauses/p4_1_2_search_quota.ts'
import { p4_1_3_restricted } from './custody/clauses/p4_1_3_restricted.ts'
import { p5_3_7_masking } from './custody/clauses/p5_3_7_masking.ts'
import { p5_3_7_public } from './custody/clauses/p5_3_7_public.ts'
import { p1_2_employed } from './people/clauses/p1_2_employed.ts'
import { p3_2_1_authority, p3_2_1_authority_intake } from './people/clauses/p3_2_1_authority.ts'
import { p3_2_1_clearance } from './people/clauses/p3_2_1_clearance.ts'
import { p3_2_1_scope } from './people/clauses/p3_2_1_scope.ts'
import { p3_2_1_subsidiary } from './people/clauses/p3_2_1_subsidiary.ts'
import { p3_2_1_service } from './people/clauses/p3_2_1_service.ts'
import { p3_2_1_write } from './people/clauses/p3_2_1_write.ts'
import {
  p3_2_2_act_proves_again,
  p3_2_2_factor,
  p3_2_2_proves_again,
} from './people/clauses/p3_2_2_factor.ts'
import { p3_2_2_password } from './people/clauses/p3_2_2_password.ts'
import { p5_5_1_counted_by_another } from './people/clauses/p5_5_1_things.ts'
import { p5_5_2_stopped_by_another } from './people/clauses/p5_5_2_cards.ts'
import { p5_1_2_newcomer } from './people/clauses/p5_1_2_newcomer.ts'
import { p6_1_administrators } from './people/clauses/p6_1_administrators.ts'
import {
  p6_1_not_to_oneself,
  p6_1_office_does_act,
  p6_1_separation,
  p6_1_two_to_combine,
} from './people/clauses/p6_1_duties.ts'
import {
  p6_1_audit_confirms_combined,
  p6_1_proposer_in_office,
  p6_1_second_confirms,
} from './people/clauses/p6_1_confirm.ts'
import { p6_1_accepted_in_person, p6_1_appointed_by_another } from './people/clauses/p6_1_appointment.ts'
import { p6_1_reviewer_decides } from './people/clauses/p6_1_review.ts'
import { p6_1_token_ender, p6_1_token_maker } from './people/clauses/p6_1_tokens.ts'
import { p4_1_1_purpose, p4_1_1_purpose_is_open } from './use/clauses/p4_1_1_purpose.ts'
import {
  p4_1_2_export_rows,
  p4_1_2_needed_for_purpose,
  p4_1_2_view_quota,
} from './use/clauses/p4_1_2_minimal.ts'
import {
  p6_6_holder_confirms,
  p6_6_identity_proven,
  p6_6_own_data,
  p6_6_two_erase,
} from './supervision/clauses/p6_6_rights.ts'
import {
  p3_2_1_apply_within_clearance,
  p4_1_2_period,
  p4_2_1_apply,
  p4_2_1_revoke,
} from './use/clauses/p4_2_1_application.ts'
import { p4_2_1_grant, p4_2_1_stated_reason } from './use/clauses/p4_2_1_grant.ts'
import { p4_2_1_granted_file_listed } from './use/clauses/p4_2_1_listed.ts'

/** The complete list of clauses in force, in policy order. A new clause is a rule file and one line here. */
export const clauses: readonly Clause[] = [
  p1_2_employed,
  p2_1_1_legal_basis,
  p2_1_3_purpose_not_barred,
  p2_1_3_sensitive_not_barred,
  p2_1_3_consent_recorder,
  p2_1_3_second_eyes,
  p2_1_2_necessary,
  p2_2_1_source,
  p2_2_1_system,
  p2_2_1_forms,
  p2_2_1_form_in_order,
  p2_2_1_decided_by_responsible,
  p2_2_2_quarantine,
  p2_3_1_responsible,
  p2_3_1_explained,
  p2_3_1_asks_correction,
  p2_2_2_sample,
  p2_2_2_released,
  p2_2_2_verifier,
  p2_2_2_source_checked,
  p2_2_2_checked_by_another,
  p2_2_2_source_withdrawn,
  p2_2_2_two_to_freeze,
  p2_3_2_filing,
  p2_3_3_level_known,
  p2_3_3_level_change,
  p2_3_3_collection,
  p2_3_3_whole_file,
  p2_3_3_lowering_confirmed,
  p3_2_1_clearance,
  p3_2_1_authority,
  p3_2_1_authority_intake,
  p3_2_1_subsidiary,
  p3_2_1_scope,
  p3_2_1_write,
  p3_2_1_service,
  p3_2_1_approver_cleared,
  p3_2_1_apply_within_clearance,
  p3_2_2_password,
  p3_2_2_factor,
  p3_2_2_proves_again,
  p3_2_2_act_proves_again,
  p3_2_3_room_keeper,
  p3_2_3_own_request,
  p3_2_3_not_for_oneself,
  p3_2_3_applicant_decides_not,
  p3_2_3_admitted,
  p4_1_1_purpose,
  p4_1_1_purpose_is_open,
  p4_1_2_needed_for_purpose,
  p4_1_2_view_quota,
  p4_1_2_export_rows,
  p4_1_2_search_quota,
  p4_1_2_period,
  p4_1_3_restricted,
  p4_2_1_grant,
  p4_2_1_stated_reason,
  p4_2_1_granted_file_listed,
  p4_2_1_apply,
  p4_2_1_revoke,
  p4_2_1_task_holder,
  p4_2_1_not_own,
  p4_2_1_own_application,
  p4_2_1_concerned_may_comment,
  p5_1_2_newcomer,
  p5_3_7_masking,
  p5_3_7_public,
  p5_5_1_counted_by_another,
  p5_5_2_stopped_by_another,
  p6_1_administrators,
  p6_1_office_does_act,
  p6_1_not_to_oneself,
  p6_1_separation,
  p6_1_appointed_by_another,
  p6_1_accepted_in_person,
  p6_1_reviewer_decides,
  p6_1_token_maker,
  p6_1_token_ender,
  p6_1_two_to_combine,
  p6_1_second_confirms,
  p6_1_proposer_in_office,
  p6_1_audit_confirms_combined,
  p6_6_identity_proven,
  p6_6_two_erase,
  p6_6_holder_confirms,
  p6_6_own_data,
]

export const statute: Statute = statuteOf(clauses)
