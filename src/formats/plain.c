#include "input.h"

#include "base/try.h"

/* The whole input is one document: anything that no container claims. */

static unsigned bid(struct al_str first)
{
    (void)first;
    return 1;
}

static enum articlean_status begin(struct articlean_reader *r)
{
    (void)r;
    return ARTICLEAN_OK;
}

static void clear(struct articlean_reader *r)
{
    (void)r;
}

static enum articlean_status step(struct articlean_reader *r)
{
    struct articlean_record record = {
        .from = r->options.from, .offset = al_input_offset(r), .error = r->broken};
    struct al_str rest = al_input_rest(r);
    if (r->at_end) {
        al_input_take(r, rest.n);
        return al_input_hand_out(r, &record, rest);
    }
    size_t n;
    TRY(al_input_hand_out_windows(r, &record, rest, &n));
    al_input_take(r, n);
    return ARTICLEAN_OK;
}

static enum articlean_status jump(struct articlean_reader *r)
{
    (void)r; /* what follows is of the same document; r->broken marks it */
    return ARTICLEAN_OK;
}

const struct al_input_format al_input_plain = {bid, begin, clear, step, jump};
