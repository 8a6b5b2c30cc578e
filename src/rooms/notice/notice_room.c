/* notice_room.c: all of the room as one row of lists. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_card.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_register.h"
#include "rooms/notice/notice_trial.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &notice_declare_event_action, &notice_withdraw_event_action, &notice_events_action,
    &notice_draft_action, &notice_revoke_action, &notice_approve_action, &notice_drop_action,
    &notice_publish_action, &notice_documents_action, &notice_document_action,
    &notice_receivers_action, &notice_received_action, &notice_read_action,
    &notice_list_action, &notice_show_action,
    &notice_announce_action, &notice_announce_out_action, &notice_announce_withdraw_action,
    &notice_announcements_action, &notice_announcement_action,
    &notice_board_action, &notice_progress_action, &notice_card_action,
    &notice_try_action, &notice_trial_action, &notice_trial_note_action,
};
static const struct table *const tables[] = {
    &notice_event_table, &notice_publication_table, &notice_document_table,
    &notice_receiver_table, &notice_announcement_table, &notice_trial_table,
    &notice_progress_table,
};
static const struct query *const queries[] = {
    &notice_events_all, &notice_publications_after, &notice_publication_last,
    &notice_document_by_id, &notice_documents_of_file, &notice_documents_page,
    &notice_receivers_of, &notice_received_by, &notice_receiver_by_key,
    &notice_announcement_by_id, &notice_announcements_of_document, &notice_announcements_page,
    &notice_trial_by_id, &notice_trials_in_state, &notice_progress_of,
};
static const struct page pages[] = {
    { .path = "/notices", .title = "notice.page.notices", .action = "notice.list",
      .next = "/notice", .flags = PAGE_ON_HOME },
    { .path = "/notice", .title = "notice.page.notice", .action = "notice.show" },
    { .path = "/announcements", .title = "notice.page.announcements",
      .action = "notice.announcements", .next = "/announcement", .flags = PAGE_ON_HOME },
    { .path = "/announcement", .title = "notice.page.announcement",
      .action = "notice.announcement" },
    { .path = "/notice-card", .title = "notice.page.card", .action = "notice.card",
      .flags = PAGE_ON_HOME },
    { .path = "/notice-board", .title = "notice.page.board", .action = "notice.board",
      .flags = PAGE_ON_HOME },
    { .path = "/notice-draft", .title = "notice.page.draft", .action = "notice.draft",
      .next = "/notice-approve", .flags = PAGE_ON_HOME },
    { .path = "/notice-approve", .title = "notice.page.approve", .action = "notice.approve",
      .next = "/notice-publish", .flags = PAGE_ON_HOME },
    { .path = "/notice-publish", .title = "notice.page.publish", .action = "notice.publish",
      .flags = PAGE_ON_HOME },
};

const struct room notice_room = {
    .name = "notice",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(page, pages),
    .verify = notice_verify, .impact = notice_impact,
};
