#include "strip/model.h"
static const struct al_node nodes[] = {{1, AL_LEAF, 0}};
static const uint32_t roots[] = {0};
const struct al_model al_model_html = {.forest = {.nodes = nodes, .roots = roots, .n_trees = 1}};
