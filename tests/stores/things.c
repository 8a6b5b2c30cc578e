#include "things.h"

#define FIELD_OF(type_, name_, kind_, flags_) \
    { .name = #name_, .kind = (kind_), .flags = (flags_), .offset = AT(struct type_, name_) }

static const struct field THING_FIELDS[] = {
    FIELD_OF(thing, bucket, FIELD_COUNT, 0),
    FIELD_OF(thing, thing, FIELD_ID, 0),
    FIELD_OF(thing, version, FIELD_COUNT, 0),
    FIELD_OF(thing, name, FIELD_TEXT, 0),
    FIELD_OF(thing, code, FIELD_CODE, 0),
    FIELD_OF(thing, bytes, FIELD_BYTES, 0),
    FIELD_OF(thing, name_required, FIELD_TEXT, FIELD_REQUIRED),
    FIELD_OF(thing, other, FIELD_ID, 0),
    FIELD_OF(thing, other_required, FIELD_ID, FIELD_REQUIRED),
    FIELD_OF(thing, count, FIELD_COUNT, 0),
    FIELD_OF(thing, money, FIELD_MONEY, 0),
    FIELD_OF(thing, share, FIELD_SHARE, 0),
    FIELD_OF(thing, quantity, FIELD_QUANTITY, 0),
    FIELD_OF(thing, price, FIELD_PRICE, 0),
    FIELD_OF(thing, day, FIELD_DAY, 0),
    FIELD_OF(thing, day_required, FIELD_DAY, FIELD_REQUIRED),
    FIELD_OF(thing, moment, FIELD_MOMENT, 0),
    FIELD_OF(thing, flag, FIELD_FLAG, 0),
};
const struct shape THING_SHAPE = SHAPE("thing", struct thing, THING_FIELDS);

static const struct field THING_LINE_FIELDS[] = {
    FIELD_OF(thing_line, bucket, FIELD_COUNT, 0),
    FIELD_OF(thing_line, thing, FIELD_ID, 0),
    FIELD_OF(thing_line, line, FIELD_COUNT, 0),
    FIELD_OF(thing_line, text, FIELD_TEXT, FIELD_REQUIRED),
};
static const struct shape THING_LINE_SHAPE = SHAPE("line", struct thing_line,
                                                   THING_LINE_FIELDS);

static const struct field THING_NAME_FIELDS[] = {
    FIELD_OF(thing_name, bucket, FIELD_COUNT, 0),
    FIELD_OF(thing_name, name, FIELD_TEXT, 0),
    FIELD_OF(thing_name, thing, FIELD_ID, FIELD_REQUIRED),
};
static const struct shape THING_NAME_SHAPE = SHAPE("name", struct thing_name,
                                                   THING_NAME_FIELDS);

static const struct field THING_KEY_FIELDS[] = {
    FIELD_OF(thing_key, bucket, FIELD_COUNT, 0),
    FIELD_OF(thing_key, thing, FIELD_ID, 0),
};
static const struct shape THING_KEY_SHAPE = SHAPE("key", struct thing_key, THING_KEY_FIELDS);

static const struct field THING_FILTER_FIELDS[] = {
    FIELD_OF(thing_filter, bucket, FIELD_COUNT, 0),
    FIELD_OF(thing_filter, code, FIELD_CODE, 0),
    FIELD_OF(thing_filter, day, FIELD_DAY, 0),
    FIELD_OF(thing_filter, after, FIELD_ID, FIELD_REQUIRED),
};
static const struct shape THING_FILTER_SHAPE = SHAPE("filter", struct thing_filter,
                                                     THING_FILTER_FIELDS);

static const struct field THING_TOTAL_FIELDS[] = {
    FIELD_OF(thing_total, things, FIELD_COUNT, 0),
    FIELD_OF(thing_total, money, FIELD_MONEY, 0),
};
static const struct shape THING_TOTAL_SHAPE = SHAPE("total", struct thing_total,
                                                    THING_TOTAL_FIELDS);

const struct table THING_TABLE = {
    .name = "thing", .row = &THING_SHAPE, .key_count = 2, .version = "version",
};
const struct table THING_LINE_TABLE = {
    .name = "thing_line", .row = &THING_LINE_SHAPE, .key_count = 3, .under = &THING_TABLE,
};
const struct table THING_NAME_TABLE = {
    .name = "thing_name", .row = &THING_NAME_SHAPE, .key_count = 2,
};
const struct table THING_MISSING_TABLE = {
    .name = "thing_missing", .row = &THING_NAME_SHAPE, .key_count = 2,
};

const struct query THING_QUERY = {
    .name = "thing by id", .from = "thing v",
    .where = "v.bucket = {bucket} AND v.thing = {thing}",
    .key = &THING_KEY_SHAPE, .row = &THING_SHAPE, .row_max = 1, .guard = GUARD_DECISION,
    .kept_of = &THING_TABLE, .kept_whole = true,
};
const struct query THING_LINES_QUERY = {
    .name = "lines of a thing", .from = "thing_line v",
    .where = "v.bucket = {bucket} AND v.thing = {thing}", .order = "v.line DESC",
    .columns = "v.bucket, v.thing, v.line, v.text",
    .key = &THING_KEY_SHAPE, .row = &THING_LINE_SHAPE, .row_max = THING_LINES_MAX,
    .guard = GUARD_PUBLIC, .kept_of = &THING_LINE_TABLE,
};
const struct query THING_LINES_FACTS_QUERY = {
    .name = "all lines of a thing", .from = "thing_line v",
    .where = "v.bucket = {bucket} AND v.thing = {thing}", .order = "v.line",
    .key = &THING_KEY_SHAPE, .row = &THING_LINE_SHAPE, .row_max = THING_LINES_MAX,
    .guard = GUARD_DECISION, .kept_of = &THING_LINE_TABLE, .kept_whole = true,
};
const struct query THING_FIRST_LINES_QUERY = {
    .name = "lines of all things, by text", .from = "thing_line v", .order = "v.text, v.line",
    .row = &THING_LINE_SHAPE, .row_max = THING_LINES_MAX, .guard = GUARD_PUBLIC,
};
const struct query THING_NAMED_QUERY = {
    .name = "thing by name", .from = "thing_name n_ JOIN thing v"
        " ON v.bucket = n_.bucket AND v.thing = n_.thing",
    .columns = "v.bucket, v.thing, v.version, v.name, v.code, v.bytes, v.name_required, v.other,"
        " v.other_required, v.count, v.money, v.share, v.quantity, v.price, v.day,"
        " v.day_required, v.moment, v.flag",
    .where = "n_.bucket = {bucket} AND n_.name = {name}",
    .key = &(const struct shape)SHAPE("name key", struct thing_name, THING_NAME_FIELDS),
    .row = &THING_SHAPE, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query THING_FILTER_QUERY = {
    .name = "things of a bucket, filtered", .from = "thing v",
    .where = "v.bucket = {bucket} AND v.thing > {after}"
        " AND ({code} IS NULL OR v.code = {code}) AND ({day} IS NULL OR v.day = {day})",
    .order = "v.thing", .key = &THING_FILTER_SHAPE, .row = &THING_SHAPE, .row_max = 50,
    .guard = GUARD_PUBLIC,
};
const struct query THING_TOTAL_QUERY = {
    .name = "total of a bucket", .from = "thing v", .where = "v.bucket = {bucket}",
    .columns = "count(*), sum(v.money)", .key = &THING_KEY_SHAPE, .row = &THING_TOTAL_SHAPE,
    .row_max = 1, .guard = GUARD_PUBLIC,
};
const struct query THING_MISSPELLED_QUERY = {
    .name = "misspelled", .from = "thing v", .where = "v.bucket = {bucket} AND v.thign = 1",
    .columns = "v.bucket, v.thing, v.count, v.name", .key = &THING_KEY_SHAPE,
    .row = &THING_LINE_SHAPE, .row_max = 1, .guard = GUARD_PUBLIC,
};

const char THING_SCHEMA[] =
    "CREATE TABLE thing (bucket {bucket} NOT NULL, thing {id} NOT NULL, version {count} NOT NULL,"
    " name {text}, code {text}, bytes {bytes}, name_required {text} NOT NULL, other {id},"
    " other_required {id} NOT NULL, count {count} NOT NULL, money {money} NOT NULL,"
    " share {share} NOT NULL, quantity {quantity} NOT NULL, price {price} NOT NULL, day {day},"
    " day_required {day} NOT NULL, moment {moment}, flag {flag} NOT NULL,"
    " PRIMARY KEY (bucket, thing)) {replaced};"
    "CREATE TABLE thing_line (bucket {bucket} NOT NULL, thing {id} NOT NULL,"
    " line {count} NOT NULL, text {text} NOT NULL, PRIMARY KEY (bucket, thing, line))"
    " {clustered};"
    "CREATE TABLE thing_name (bucket {bucket} NOT NULL, name {text} NOT NULL,"
    " thing {id} NOT NULL, PRIMARY KEY (bucket, name)) {clustered};";
