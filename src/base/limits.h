/* limits.h: what somebody outside can meet, each maximum with its reason. Meeting one is answered
 * clearly, never cut off; one connection too many alone is closed without a word. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* A message of the national interface: `input` is C(40000) characters, up to 4 bytes each, and an
 * inpatient batch of 100 lines with all optional fields stays below it. */
#define LIMIT_MESSAGE_BYTES ((size_t)512 * 1024)
/* Names, diagnoses and addresses are short; free text of a case is the longest single field. */
#define LIMIT_FIELD_BYTES ((size_t)64 * 1024)
/* One upload of a paper: a photo of a phone camera, before it is turned and thumbnailed. */
#define LIMIT_UPLOAD_BYTES ((size_t)16 * 1024 * 1024)
#define LIMIT_HEADER_BYTES ((size_t)16 * 1024)      /* a token and a cookie take a tenth of it */
/* Unpacked, a picture of a paper: what phones take in full (8000 x 8000), 192 MB in the child that
 * makes it small. A file of some kilobytes can claim a hundred times as much. */
#define LIMIT_PICTURE_PIXELS INT64_C(64000000)
#define LIMIT_PICTURE_PASSES 100            /* a progressive photo has some ten */
#define LIMIT_PREVIEW_BYTES ((size_t)4 * 1024 * 1024)   /* 1600 x 1600 of noise is half of it */
#define LIMIT_PREVIEW_DAYS 30       /* unseen: a case is worked on within its limit of 20 days */
/* Children at a time, each with up to 400 MB, and who waits for one: three full lists of papers. */
#define LIMIT_PICTURES_AT_ONCE 2
#define LIMIT_PICTURES_WAITING 64
/* A letter with all its attachments, as mail servers of offices let pass. */
#define LIMIT_LETTER_BYTES ((size_t)32 * 1024 * 1024)
/* A paper of ours: what goes back with a file of half a million lines. */
#define LIMIT_PAPER_BYTES ((size_t)64 * 1024 * 1024)
/* Nesting of JSON and YAML: our deepest documents have 8 levels. */
#define LIMIT_DEPTH 24
/* 2204 and 2301: "at most 100 lines a call (configurable)"; pharmacies send more in one 2102. */
#define LIMIT_LINES_A_CALL 500
#define LIMIT_LINES_A_VISIT 20000           /* a year in hospital, 55 lines a day */
#define LIMIT_DIAGNOSES_A_VISIT 64          /* a discharge names some ten */
/* Head and body of a request must be in within this; slow senders are let go. */
#define LIMIT_REQUEST_SECONDS 20
/* Each so many bytes of a body give it that time anew: a photo of some megabytes comes over the
 * slowest line of a village (16 kbit/s), and a byte now and then holds no connection. */
#define LIMIT_BODY_STEP_BYTES ((size_t)32 * 1024)
/* Bodies a listener takes in at a time, all connections together: eight of the largest, or a
 * hundred photos. Without it slow senders on all connections could fill 16 GB. Beyond it 503. */
#define LIMIT_BODIES_BYTES ((size_t)256 * 1024 * 1024)
/* An action that waited longer in the queue is answered 503, unrecorded: the asker has given up
 * or will repeat it. */
#define LIMIT_QUEUE_MS 5000
/* Waiting actions a lane holds before the door answers 503 at once. 64 connections of each of
 * 32 busy hospitals. */
#define LIMIT_QUEUE_LENGTH 2048
/* Actions of one group commit. Beyond it latency grows and throughput does not. */
#define LIMIT_BATCH 128
/* Calls decided and written that wait for the disk: two batches under way and two behind them. A
 * sync of some milliseconds is hidden by that; one that takes a second fills the queue instead. */
#define LIMIT_CALLS_FLUSHING (4 * LIMIT_BATCH)
#define LIMIT_CONNECTIONS 1024              /* a file and 32 KB of memory each */
#define LIMIT_CONNECTIONS_AN_ADDRESS 512    /* half: nobody alone shuts the others out */
/* Beyond either, so many are let in to be told 503 and when to come again; the rest is closed. */
#define LIMIT_CONNECTIONS_TOLD 64
/* Rounds in which an action may name the rows it wants. */
#define LIMIT_GATHER_ROUNDS 3
/* Of one action: LIMIT_LINES_A_CALL lines of a bill, each with its item, its line of before, the
 * line it takes back and its medicine, and what stands around them. */
#define LIMIT_WANTS_AN_ACTION (4 * LIMIT_LINES_A_CALL + 200)
/* Subjects an action may hold: a family settlement has two people and a case. */
#define LIMIT_KEYS_AN_ACTION 8
/* What a field takes, so that no product or sum of one call passes 64 bits: ten million million
 * yuan (all funds of the country have less), a hundred million yuan a piece, a hundred million
 * pieces, a thousand times the whole. */
#define LIMIT_AMOUNT_FEN INT64_C(1000000000000000)
#define LIMIT_PRICE_E6 INT64_C(100000000000000)
#define LIMIT_QUANTITY_E4 INT64_C(1000000000000)
#define LIMIT_SHARE_PARTS INT64_C(1000000000)
/* One rule file; the largest real one (a province's notices) is 60 kB. */
#define LIMIT_RULE_FILE_BYTES ((size_t)1024 * 1024)
/* The built web application, kept in memory: each script three times, plain and compressed. */
#define LIMIT_WEB_BYTES ((size_t)24 * 1024 * 1024)
/* Rows one read may answer; longer lists are paged by key. */
#define LIMIT_ROWS_A_READ 20000
/* Of a list as a table (?as=xlsx), all its pages: two hundred of a hundred, some seconds. Who
 * wants more asks for a shorter span or another place, and is told so. */
#define LIMIT_ROWS_A_TABLE 20000
#define LIMIT_PAGES_A_TABLE 400
/* By whoever has not signed in, from one address: a family at a kiosk asks less, and to guess the
 * last four of a number takes eight hours a receipt. */
#define LIMIT_LOOK_UPS_A_MINUTE 20
/* Concurrent password checks: argon2id takes 64 MB each, and the server stays under 300 MB. */
#define LIMIT_PASSWORD_CHECKS 2

#endif
