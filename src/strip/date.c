#include "date.h"

#include "base/utf8.h"
#include "unicode/props.h"

#include <stdint.h>
#include <stdio.h>

enum { MAX_TOKENS = 48, MAX_WORD = 31 };

/* Folded names of the months, blanks round each. One row a month; short forms stand beside the long ones. */
static const char *const months[12] = {
    " january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari styczeń stycznia sty "
    "январь января янв січень січня ιανουάριος ιανουαρίου ιαν leden ledna ianuarie ocak januára tammikuuta "
    "tammikuu január يناير كانون มกราคม ม.ค january ianuarie januar ",
    " february feb februar februar février févr fév febrero fevereiro fev febbraio februari luty lutego lut "
    "февраль февраля фев февр лютий лютого φεβρουάριος φεβρουαρίου φεβ únor února februarie şubat helmikuuta "
    "helmikuu február فبراير شباط กุมภาพันธ์ ก.พ ",
    " march mar märz mär mrz mars marzo março maart mrt marzec marca март марта мар березень березня μάρτιος "
    "μαρτίου μαρ březen března martie mart maaliskuuta maaliskuu március maret مارس آذار มีนาคม มี.ค marts ",
    " april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр квітень квітня απρίλιος "
    "απριλίου απρ duben dubna aprilie nisan huhtikuuta huhtikuu április أبريل ابريل نيسان เมษายน เม.ย ",
    " may mai mayo maio mag maggio mei maj maja май мая травень травня μάιος μαΐου μάι květen května mayıs "
    "toukokuuta toukokuu május مايو أيار พฤษภาคม พ.ค ",
    " june jun juni juin junio junho giugno giu czerwiec czerwca cze июнь июня июн червень червня ιούνιος "
    "ιουνίου ιουν červen června iunie haziran kesäkuuta kesäkuu június يونيو حزيران มิถุนายน มิ.ย ",
    " july jul juli juillet juil julio julho luglio lug lipiec lipca lip июль июля июл липень липня ιούλιος "
    "ιουλίου ιουλ červenec července iulie temmuz heinäkuuta heinäkuu július يوليو تموز กรกฎาคม ก.ค ",
    " august aug août aout agosto ago augustus sierpień sierpnia sie август августа авг серпень серпня "
    "αύγουστος αυγούστου αυγ srpen srpna ağustos elokuuta elokuu augusztus augusti agustus أغسطس اغسطس آب "
    "สิงหาคม ส.ค ",
    " september sep sept septembre septiembre setiembre setembro set settembre wrzesień września wrz "
    "сентябрь "
    "сентября сен сент вересень вересня σεπτέμβριος σεπτεμβρίου σεπ září septembrie eylül syyskuuta syyskuu "
    "szeptember سبتمبر أيلول กันยายน ก.ย ",
    " october oct oktober okt octobre octubre outubro out ottobre ott październik października paź октябрь "
    "октября окт жовтень жовтня οκτώβριος οκτωβρίου οκτ říjen října octombrie ekim lokakuuta lokakuu október "
    "أكتوبر اكتوبر ตุลาคม ต.ค ",
    " november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб листопад "
    "листопада νοέμβριος νοεμβρίου νοε listopadu noiembrie kasım marraskuuta marraskuu نوفمبر พฤศจิกายน พ.ย ",
    " december dec dezember dez décembre déc diciembre dic dezembro dicembre grudzień grudnia gru декабрь "
    "декабря дек грудень грудня δεκέμβριος δεκεμβρίου δεκ prosinec prosince decembrie aralık joulukuuta "
    "joulukuu desember des ديسمبر ธันวาคม ธ.ค ",
};

/* A number, a word of letters, or one mark. */
struct token {
    uint32_t number;
    unsigned digits;         /* 0: not a number */
    uint32_t mark;           /* folded code point of a mark, 0 for words and numbers */
    char word[MAX_WORD + 1]; /* folded */
    bool glued;              /* no space before it */
};

struct tokens {
    struct token t[MAX_TOKENS];
    int n;
};

struct when {
    unsigned year, month, day; /* 0: unknown */
    int hour, minute, second;  /* -1: unknown */
    char zone[8];
};

static void add_letter(struct token *t, uint32_t cp)
{
    size_t n = strlen(t->word);
    if (n + 4 <= MAX_WORD)
        t->word[n + al_utf8_encode(cp, t->word + n)] = '\0';
}

/* Han, kana and Hangul words end at every character, so that 年, 月 and 日 stand alone. */
static void tokenize(struct al_str text, struct tokens *ts)
{
    enum { NONE, NUMBER, WORD } last = NONE;
    ts->n = 0;
    bool glued = false;
    for (const char *p = text.p, *end = p + text.n; p < end && ts->n < MAX_TOKENS;) {
        uint32_t cp;
        p += al_utf8_decode(p, end, &cp);
        uint32_t bits = al_class(cp);
        cp = al_fold_cp(cp);
        bool is_digit = cp >= '0' && cp <= '9';
        bool is_letter = (bits & (AL_C_LETTER | AL_C_MARK)) != 0;
        if (bits & (AL_C_SPACE | AL_C_FORMAT | AL_C_CONTROL)) {
            last = NONE;
            glued = false;
            continue;
        }
        bool alone = bits & AL_C_WIDE || al_script(cp) == AL_SCRIPT_HANGUL;
        if (is_digit && last == NUMBER && ts->t[ts->n - 1].digits < 9) {
            ts->t[ts->n - 1].number = ts->t[ts->n - 1].number * 10 + (cp - '0');
            ts->t[ts->n - 1].digits++;
        } else if (is_letter && last == WORD && !alone) {
            add_letter(&ts->t[ts->n - 1], cp);
        } else {
            struct token *t = &ts->t[ts->n++];
            *t = (struct token){.glued = glued};
            if (is_digit)
                t->number = cp - '0', t->digits = 1;
            else if (is_letter)
                add_letter(t, cp);
            else
                t->mark = cp;
            last = is_digit ? NUMBER : is_letter && !alone ? WORD : NONE;
        }
        glued = true;
    }
}

static const struct token *at(const struct tokens *ts, int i)
{
    static const struct token none = {.mark = 0xFFFFFFFF};
    return i >= 0 && i < ts->n ? &ts->t[i] : &none;
}

static bool is_word(const struct token *t, const char *word)
{
    return !t->digits && !t->mark && strcmp(t->word, word) == 0;
}

static unsigned month_of(const struct token *t)
{
    char padded[MAX_WORD + 3];
    if (t->digits || t->mark || !t->word[0])
        return 0;
    snprintf(padded, sizeof padded, " %s ", t->word);
    for (unsigned m = 0; m < 12; m++)
        if (strstr(months[m], padded))
            return m + 1;
    return 0;
}

static bool is_year(const struct token *t)
{
    return t->digits == 4 && t->number >= 1400 && t->number <= 2999;
}

static bool is_day(const struct token *t)
{
    return t->digits >= 1 && t->digits <= 2 && t->number >= 1 && t->number <= 31;
}

static bool is_month(const struct token *t)
{
    return t->digits >= 1 && t->digits <= 2 && t->number >= 1 && t->number <= 12;
}

/* What a year counts from when it is written after an era's name: 民国, 令和, 平成, 昭和. */
static unsigned era_before(const struct tokens *ts, int i)
{
    const struct token *a = at(ts, i - 2), *b = at(ts, i - 1);
    if (is_word(a, "民") && is_word(b, "国"))
        return 1911;
    if (is_word(a, "令") && is_word(b, "和"))
        return 2018;
    if (is_word(a, "平") && is_word(b, "成"))
        return 1988;
    if (is_word(a, "昭") && is_word(b, "和"))
        return 1925;
    return 0;
}

static bool is_date_mark(const struct token *t)
{
    return t->mark == '-' || t->mark == '/' || t->mark == '.';
}

static bool set_date(struct when *w, unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day > days[month - 1])
        return false;
    w->year = year > 2400 ? year - 543 : year; /* Thai pages count from the Buddha */
    w->month = month;
    w->day = day;
    return true;
}

/* 2014-8-12, 2014/08/12, 2014. 8. 12., 2014年8月12日, 2014년 8월 12일, 20140812. */
static bool year_first(const struct tokens *ts, int i, struct when *w)
{
    const struct token *y = at(ts, i), *m = at(ts, i + 2), *d = at(ts, i + 4), *sep = at(ts, i + 1);
    if (y->digits == 8 && y->number > 14000000 &&
        set_date(w, y->number / 10000, y->number / 100 % 100, y->number % 100))
        return w->day > 0;
    bool cjk = is_word(sep, "年") || is_word(sep, "년");
    unsigned year = y->number + (cjk ? era_before(ts, i) : 0);
    if (!y->digits || y->digits > 4 || year < 1400 || year > 2999 || !is_month(m))
        return false;
    const struct token *sep2 = at(ts, i + 3);
    bool same = is_date_mark(sep) && sep2->mark == sep->mark;
    bool cjk2 = is_word(sep2, "月") || is_word(sep2, "월");
    if (is_day(d) && (same || (cjk && cjk2)))
        return set_date(w, year, m->number, d->number);
    if (cjk && cjk2)
        return set_date(w, year, m->number, 0);
    return false;
}

/* 12.8.2014, 12/08/2014, 08/31/2014. */
static bool year_last(const struct tokens *ts, int i, struct when *w)
{
    const struct token *a = at(ts, i), *b = at(ts, i + 2), *y = at(ts, i + 4), *sep = at(ts, i + 1);
    if (!is_day(a) || !is_day(b) || !is_year(y) || !is_date_mark(sep) || at(ts, i + 3)->mark != sep->mark)
        return false;
    if (sep->mark == '.' || a->number > 12 || a->number == b->number)
        return set_date(w, y->number, b->number, a->number);
    return b->number > 12 && set_date(w, y->number, a->number, b->number);
}

static bool is_filler(const struct token *t)
{
    static const char *const words[] = {"de", "del", "of", "st", "nd", "rd", "th", "er", "ος", "г", "r", "o"};
    if (t->mark == '.' || t->mark == ',' || t->mark == 0xBA || t->mark == '-' || t->mark == '/')
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(t, words[i]))
            return true;
    return false;
}

static int skip_fillers(const struct tokens *ts, int i, int step)
{
    while (is_filler(at(ts, i)))
        i += step;
    return i;
}

/* 12 August 2014, August 12th, 2014, 12 de agosto de 2014, 2014. augusztus 12., August 2014. */
static bool named_month(const struct tokens *ts, int i, struct when *w)
{
    unsigned month = month_of(at(ts, i));
    if (!month)
        return false;
    int before = skip_fillers(ts, i - 1, -1), after = skip_fillers(ts, i + 1, 1);
    if (is_day(at(ts, before)) && is_year(at(ts, after)))
        return set_date(w, at(ts, after)->number, month, at(ts, before)->number);
    if (is_year(at(ts, before)) && is_day(at(ts, after)))
        return set_date(w, at(ts, before)->number, month, at(ts, after)->number);
    int year = skip_fillers(ts, after + 1, 1);
    if (is_day(at(ts, after)) && is_year(at(ts, year)))
        return set_date(w, at(ts, year)->number, month, at(ts, after)->number);
    if (is_year(at(ts, after)))
        return set_date(w, at(ts, after)->number, month, 0);
    return false;
}

/* Is the hour at token i said to be of the afternoon (1), of the morning (0), or neither (-1)? */
static int half_of_day(const struct tokens *ts, int i, int after)
{
    const struct token *a = at(ts, i - 2), *b = at(ts, i - 1), *c = at(ts, after);
    if (is_word(c, "pm") || (is_word(c, "p") && at(ts, after + 1)->mark == '.'))
        return 1;
    if (is_word(c, "am") || (is_word(c, "a") && at(ts, after + 1)->mark == '.'))
        return 0;
    if ((is_word(b, "午") && is_word(a, "下")) || (is_word(b, "后") && is_word(a, "午")) ||
        (is_word(b, "후") && is_word(a, "오")))
        return 1;
    if ((is_word(b, "午") && is_word(a, "上")) || (is_word(b, "前") && is_word(a, "午")) ||
        (is_word(b, "전") && is_word(a, "오")))
        return 0;
    return -1;
}

/* Z, GMT, +08:00, +0800 at token i, which stands right behind a time. */
static void read_zone(const struct tokens *ts, int i, struct when *w)
{
    const struct token *t = at(ts, i), *h = at(ts, i + 1);
    if (is_word(t, "z") || is_word(t, "gmt") || is_word(t, "utc")) {
        strcpy(w->zone, "Z");
        return;
    }
    if (t->mark != '+' && t->mark != '-')
        return;
    unsigned hours = h->number, minutes = 0;
    if (h->digits == 4)
        hours = h->number / 100, minutes = h->number % 100;
    else if (h->digits == 2 && at(ts, i + 2)->mark == ':' && at(ts, i + 3)->digits == 2)
        minutes = at(ts, i + 3)->number;
    else
        return;
    if (hours <= 14 && minutes < 60)
        snprintf(w->zone, sizeof w->zone, "%c%02u:%02u", (char)t->mark, hours % 100, minutes % 100);
}

static bool is_hour_mark(const struct token *t)
{
    return t->mark == ':' || is_word(t, "h") || is_word(t, "时") || is_word(t, "点") || is_word(t, "시");
}

/* 2:40:18, 10h30, 10时30分, 3:05 pm, 下午3:05. */
static void read_time(const struct tokens *ts, struct when *w)
{
    for (int i = 0; i + 2 < ts->n; i++) {
        const struct token *h = at(ts, i), *m = at(ts, i + 2);
        if (!h->digits || h->digits > 2 || h->number > 23 || !is_hour_mark(at(ts, i + 1)) || m->digits != 2 ||
            m->number > 59 || at(ts, i - 1)->mark == ':')
            continue;
        int after = i + 3;
        w->hour = (int)h->number;
        w->minute = (int)m->number;
        if (at(ts, after)->mark == ':' && at(ts, after + 1)->digits == 2 && at(ts, after + 1)->number < 60) {
            w->second = (int)at(ts, after + 1)->number;
            after += 2;
            if (at(ts, after)->mark == '.' && at(ts, after)->glued && at(ts, after + 1)->digits)
                after += 2;
        }
        int half = half_of_day(ts, i, after);
        if (half == 1 && w->hour < 12)
            w->hour += 12;
        if (half == 0 && w->hour == 12)
            w->hour = 0;
        read_zone(ts, after, w);
        return;
    }
}

static bool find_date(const struct tokens *ts, struct when *w)
{
    for (int i = 0; i < ts->n; i++)
        if (year_first(ts, i, w) || year_last(ts, i, w) || named_month(ts, i, w))
            return true;
    return false;
}

bool al_date_iso(struct al_str text, char out[AL_DATE_MAX])
{
    struct tokens ts;
    struct when w = {.hour = -1, .minute = -1, .second = -1};
    tokenize(text, &ts);
    if (!find_date(&ts, &w))
        return false;
    read_time(&ts, &w);
    int n = snprintf(out, AL_DATE_MAX, "%04u-%02u", w.year, w.month);
    if (w.day)
        n += snprintf(out + n, AL_DATE_MAX - (size_t)n, "-%02u", w.day);
    if (w.day && w.hour >= 0) {
        n += snprintf(out + n, AL_DATE_MAX - (size_t)n, "T%02d:%02d", w.hour, w.minute);
        if (w.second >= 0)
            n += snprintf(out + n, AL_DATE_MAX - (size_t)n, ":%02d", w.second);
        snprintf(out + n, AL_DATE_MAX - (size_t)n, "%s", w.zone);
    }
    return true;
}
