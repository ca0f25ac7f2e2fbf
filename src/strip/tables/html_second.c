#include "strip/model.h"
const struct al_forest al_second_html = {0};
