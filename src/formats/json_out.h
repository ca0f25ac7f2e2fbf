/* JSON to an output: strings, and members in order. */
#ifndef AL_FORMATS_JSON_OUT_H
#define AL_FORMATS_JSON_OUT_H

#include "writer.h"

/* Writes the inside of a JSON string; `text` is valid UTF-8 and may be a part of a longer one. */
void al_json_escape(struct al_out *out, struct al_str text);
/* Writes a JSON string; bytes that are no UTF-8 become U+FFFD. */
void al_json_string(struct al_out *out, struct al_str text);

/* Writes the comma, when it is not the first member, and `"key":`. */
void al_json_key(struct al_out *out, bool *is_first, const char *key);
/* Writes a member with a string, nothing when `value` is NULL. */
void al_json_member(struct al_out *out, bool *is_first, const char *key, const char *value);
void al_json_member_str(struct al_out *out, bool *is_first, const char *key, struct al_str value);
void al_json_member_uint(struct al_out *out, bool *is_first, const char *key, uint64_t value);

/* Takes the next member off the text of a JSON object: key with its quotes and value as written. `*rest`
   begins with the whole object. False at its end, or where it is no JSON. */
bool al_json_next_member(struct al_str *rest, struct al_str *key, struct al_str *value);

#endif
