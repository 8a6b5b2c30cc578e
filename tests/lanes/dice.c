#include "dice.h"

static int dice_throw(struct dice *dice)
{
    uint64_t seed = dice->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    dice->seed = seed;
    return (int)(seed >> 33) % 1000;
}

static enum store_answer dice_read(struct store *handle, struct want *wants, struct arena *arena)
{
    struct dice *dice = (struct dice *)handle;
    dice->reads++;
    int together = ++dice->reads_together;
    if (together > dice->reads_together_most)
        dice->reads_together_most = together;
    if (dice->reads_lost > 0) {
        dice->reads_lost--;
        dice->failed++;
        return STORE_FAULT;
    }
    if (dice_throw(dice) < dice->reads_fail) {
        dice->failed++;
        return STORE_FAULT;
    }
    pthread_mutex_lock(&dice->lock);
    enum store_answer answer = dice->below->port->read(dice->below, wants, arena);
    pthread_mutex_unlock(&dice->lock);
    return answer;
}

static enum store_answer write_below(struct dice *dice, const struct change *changes,
                                     struct fence fence)
{
    pthread_mutex_lock(&dice->lock);
    const struct store_port *below = dice->below->port;
    enum store_answer answer = dice->mark == NULL
        ? below->write(dice->below, changes, fence)
        : below->write_ahead(dice->below, changes, fence, dice->mark);
    pthread_mutex_unlock(&dice->lock);
    return answer;
}

static enum store_answer dice_thrown(struct dice *dice, const struct change *changes,
                                     struct fence fence)
{
    if (dice->troubles > 0) {
        dice->troubles--;
        enum store_answer answer = write_below(dice, changes, fence);
        dice->reads_lost = dice->reads_after;
        return answer == STORE_DONE ? dice->trouble : answer;
    }
    int thrown = dice_throw(dice);
    int fail = dice->writes_fail, conflict = fail + dice->writes_conflict;
    int unknown = conflict + dice->writes_unknown;
    if (thrown >= unknown)
        return write_below(dice, changes, fence);
    dice->failed++;
    if (thrown < fail)
        return STORE_FAULT;
    if (thrown < conflict)
        return STORE_CONFLICT;
    bool kept = dice_throw(dice) < 500;
    if (kept)
        write_below(dice, changes, fence);
    return STORE_UNKNOWN;
}

/* Counted when it is over: whoever waits for the count may read what it left. */
static enum store_answer dice_write(struct store *handle, const struct change *changes,
                                    struct fence fence)
{
    struct dice *dice = (struct dice *)handle;
    enum store_answer answer = dice_thrown(dice, changes, fence);
    dice->writes++;
    dice->reads_together = 0;
    return answer;
}

/* Fails as any write does. Until the flush, the order stays with the lock below. */
static enum store_answer dice_write_ahead(struct store *handle, const struct change *changes,
                                          struct fence fence, uint32_t *ret_mark)
{
    struct dice *dice = (struct dice *)handle;
    dice->mark = ret_mark;
    enum store_answer answer = dice_write(handle, changes, fence);
    dice->mark = NULL;
    return answer;
}

static enum store_answer dice_flush(struct store *handle, uint32_t mark)
{
    struct dice *dice = (struct dice *)handle;
    pthread_mutex_lock(&dice->disk);
    while (dice->disk_stands)
        pthread_cond_wait(&dice->disk_goes, &dice->disk);
    pthread_mutex_unlock(&dice->disk);
    dice->flushes++;
    if (dice_throw(dice) >= dice->flushes_unknown)
        return dice->below->port->flush(dice->below, mark);
    dice->failed++;
    return STORE_UNKNOWN;
}

void dice_after_write(struct dice *dice, enum store_answer answer, int reads_lost)
{
    dice->trouble = answer;
    dice->reads_after = reads_lost;
    dice->troubles = 1;
}

void dice_disk(struct dice *dice, bool stands)
{
    pthread_mutex_lock(&dice->disk);
    dice->disk_stands = stands;
    pthread_cond_broadcast(&dice->disk_goes);
    pthread_mutex_unlock(&dice->disk);
}

static const char *dice_complaint(const struct store *handle)
{
    return ((const struct dice *)handle)->below->port->complaint(
        ((const struct dice *)handle)->below);
}

static void dice_close(struct store *handle)
{
    (void)handle;
}

struct dice *dice_over(struct store *below, struct arena *arena)
{
    struct dice *dice = ARENA_NEW(arena, struct dice);
    dice->below = below;
    dice->seed = 1;
    pthread_mutex_init(&dice->lock, NULL);
    pthread_mutex_init(&dice->disk, NULL);
    pthread_cond_init(&dice->disk_goes, NULL);
    dice->port = (struct store_port){
        .scheme = below->port->scheme, .close = dice_close, .read = dice_read,
        .write = dice_write, .write_ahead = dice_write_ahead, .flush = dice_flush,
        .complaint = dice_complaint, .tend = below->port->tend,
        .spell = below->port->spell,
    };
    dice->base.port = &dice->port;
    return dice;
}

void dice_rest(struct dice *dice)
{
    dice->reads_fail = dice->writes_fail = dice->writes_conflict = dice->writes_unknown = 0;
    dice->flushes_unknown = 0;
}
