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
    enum store_answer answer = dice->below->port->write(dice->below, changes, fence);
    pthread_mutex_unlock(&dice->lock);
    return answer;
}

static enum store_answer dice_write(struct store *handle, const struct change *changes,
                                    struct fence fence)
{
    struct dice *dice = (struct dice *)handle;
    dice->writes++;
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
    dice->port = (struct store_port){
        .scheme = below->port->scheme, .close = dice_close, .read = dice_read,
        .write = dice_write, .complaint = dice_complaint, .tend = below->port->tend,
        .spell = below->port->spell,
    };
    dice->base.port = &dice->port;
    return dice;
}

void dice_rest(struct dice *dice)
{
    dice->reads_fail = dice->writes_fail = dice->writes_conflict = dice->writes_unknown = 0;
}
