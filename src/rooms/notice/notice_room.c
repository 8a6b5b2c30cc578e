/* notice_room.c: all of the room as one row of lists. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_article.h"
#include "rooms/notice/notice_card.h"
#include "rooms/notice/notice_compose.h"
#include "rooms/notice/notice_evidence.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_duty.h"
#include "rooms/notice/notice_policies.h"
#include "rooms/notice/notice_register.h"
#include "rooms/notice/notice_trial.h"
#include "rooms/notice/notice_waiting.h"

#include "base/check.h"
#include "rooms/staff/staff.h"

static const struct action *const actions[] = {
    &notice_declare_event_action, &notice_withdraw_event_action, &notice_events_action,
    &notice_draft_action, &notice_revoke_action, &notice_approve_action, &notice_drop_action,
    &notice_publish_action, &notice_documents_action, &notice_document_action,
    &notice_receivers_action, &notice_received_action, &notice_read_action,
    &notice_list_action, &notice_show_action, &notice_restrictions_action,
    &notice_announce_action, &notice_announce_out_action, &notice_announce_withdraw_action,
    &notice_announcements_action, &notice_announcement_action,
    &notice_board_action, &notice_progress_action, &notice_attach_action,
    &notice_evidence_action, &notice_evidence_file_action, &notice_article_action,
    &notice_articles_action, &notice_card_action,
    &notice_duties_action, &notice_policies_action,
    &notice_forms_action, &notice_preview_action,
    &notice_try_action, &notice_trial_action, &notice_trial_note_action,
};
static const struct table *const tables[] = {
    &notice_event_table, &notice_publication_table, &notice_document_table,
    &notice_receiver_table, &notice_announcement_table, &notice_trial_table,
    &notice_progress_table, &notice_evidence_table, &notice_article_table,
    &notice_waiting_table,
};
static const struct query *const queries[] = {
    &notice_events_all, &notice_publications_after, &notice_publication_last,
    &notice_document_by_id, &notice_documents_of_file, &notice_documents_page,
    &notice_receivers_of, &notice_received_by, &notice_receiver_by_key,
    &notice_announcement_by_id, &notice_announcements_of_document, &notice_announcements_page,
    &notice_trial_by_id, &notice_trials_in_state, &notice_progress_of,
    &notice_progress_all, &notice_evidence_of, &notice_evidence_all, &notice_articles_of,
    &notice_receivers_unread, &notice_waiting_all,
};
static const struct page_link documents_rows[] = { { "documents", "/notice-document" } };
static const struct page_link announcement_more[] = { { NULL, "/poster" } };
static const struct page_link document_more[] = {
    { NULL, "/notice-card" }, { NULL, "/notice-approve" }, { NULL, "/notice-publish" },
};
static const struct page_fixed announcements_out[] = { { "state", NULL }, { "before", NULL } };
static const struct page_choices office_choices[] = {
    { .field = "office", .asked = &staff_offices_asked },
};
static const struct page pages[] = {
    { .path = "/notices", .title = "notice.page.notices", .action = "notice.list",
      .division = "place", .tell = notice_tell_list,
      .flags = PAGE_ON_HOME | PAGE_AT_ONCE | PAGE_FORM_BELOW },
    { .path = "/notice", .title = "notice.page.notice", .action = "notice.show",
      .tell = notice_tell_one, .flags = PAGE_BARE },
    { .path = "/announcements", .title = "notice.page.announcements",
      .action = "notice.announcements", .division = "place", .tell = notice_tell_announcements,
      .fixed = announcements_out, .fixed_count = COUNT_OF(announcements_out),
      .flags = PAGE_ON_HOME | PAGE_AT_ONCE | PAGE_FORM_BELOW },
    { .path = "/announcement", .title = "notice.page.announcement",
      .action = "notice.announcement", .more = announcement_more,
      .more_count = COUNT_OF(announcement_more), .flags = PAGE_BARE },
    { .path = "/poster", .title = "notice.page.poster", .action = "notice.announcement",
      .flags = PAGE_SHEET | PAGE_BARE },
    { .path = "/notice-card", .title = "notice.page.card", .action = "notice.card",
      .flags = PAGE_AT_DESK },
    { .path = "/notice-board", .title = "notice.page.board", .action = "notice.board",
      .flags = PAGE_AT_DESK },
    { .path = "/notice-policies", .title = "notice.page.policies", .action = "notice.policies",
      .flags = PAGE_AT_DESK },
    { .path = "/notice-duties", .title = "notice.page.duties", .action = "notice.duties",
      .choices = office_choices, .choice_count = COUNT_OF(office_choices),
      .flags = PAGE_AT_DESK | PAGE_AT_ONCE },
    { .path = "/notice-documents", .title = "notice.page.documents",
      .action = "notice.documents", .rows = documents_rows, .row_count = 1,
      .flags = PAGE_AT_DESK | PAGE_AT_ONCE },
    { .path = "/notice-document", .title = "notice.page.document", .action = "notice.document",
      .more = document_more, .more_count = COUNT_OF(document_more), .flags = PAGE_BARE },
    { .path = "/notice-draft", .title = "notice.page.draft", .action = "notice.draft",
      .next = "/notice-document", .flags = PAGE_AT_DESK },
    { .path = "/notice-approve", .title = "notice.page.approve", .action = "notice.approve",
      .next = "/notice-document" },
    { .path = "/notice-publish", .title = "notice.page.publish", .action = "notice.publish" },
};

const struct room notice_room = {
    .name = "notice",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(page, pages),
    .verify = notice_verify, .impact = notice_impact, .papers = notice_papers_all,
};
