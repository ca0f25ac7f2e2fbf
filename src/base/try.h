/* Passes a failing status on to the caller. */
#ifndef AL_BASE_TRY_H
#define AL_BASE_TRY_H

#define TRY(call)                                                                                            \
    do {                                                                                                     \
        enum articlean_status try_status_ = (call);                                                          \
        if (try_status_)                                                                                     \
            return try_status_;                                                                              \
    } while (0)

#endif
