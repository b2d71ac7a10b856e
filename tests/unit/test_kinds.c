/* What every row of every family of nn/ tells its reader. */
#include "nn/kind.h"

#include <string.h>

#include "nn/cell.h"
#include "nn/encoder.h"
#include "nn/focus.h"
#include "nn/optimizer.h"
#include "nn/position.h"
#include "nn/score.h"
#include "nn/summary.h"
#include "test.h"

#define ASSERT_SAID(k, s) \
    ck_assert_msg((s) && *(s), "%s: no " #s, (k)->name)

static bool chinese(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return *s != '\0';
}

static void check_row(const struct kind *k)
{
    ASSERT_SAID(k, k->name);
    ASSERT_SAID(k, k->formula);
    ASSERT_SAID(k, k->source);
    ck_assert_msg(kind_is(k, k->name), "%s", k->name);
    ck_assert_msg((k->unproved != 0) == (k->why != NULL),
                  "%s: what does not apply, and why, go together", k->name);
    ck_assert(k->unproved <= (PROOF_COPY | PROOF_REVERSE | PROOF_ALIGN));
}

#define EACH(family)                                                        \
    START_TEST(rows_of_##family)                                            \
    {                                                                       \
        for (int i = 0; family##_kind(i); i++) {                            \
            const struct family##_kind *row = family##_kind(i);             \
            check_row(&row->kind);                                          \
            ck_assert(family##_kind_find(row->kind.name) == row);           \
        }                                                                   \
    }                                                                       \
    END_TEST
EACH(cell)
EACH(encoder)
EACH(position)
EACH(summary)
EACH(score)
EACH(focus)
EACH(optimizer)

START_TEST(attention_says_what_is_q_k_v)
{
    for (int i = 0; score_kind(i); i++)
        ASSERT_SAID(&score_kind(i)->kind, score_kind(i)->kind.qkv);
    for (int i = 0; focus_kind(i); i++)
        ASSERT_SAID(&focus_kind(i)->kind, focus_kind(i)->kind.qkv);
    for (int i = 0; encoder_kind(i); i++)
        if (encoder_kind(i)->look)
            ASSERT_SAID(&encoder_kind(i)->kind, encoder_kind(i)->kind.qkv);
    for (int i = 0; summary_kind(i); i++)
        if (summary_kind(i)->look)
            ASSERT_SAID(&summary_kind(i)->kind, summary_kind(i)->kind.qkv);
}
END_TEST

START_TEST(attention_has_chinese_names)
{
    for (int i = 0; score_kind(i); i++)
        ck_assert(chinese(score_kind(i)->kind.alias));
    for (int i = 0; focus_kind(i); i++)
        ck_assert(chinese(focus_kind(i)->kind.alias));
    for (int i = 0; encoder_kind(i); i++)
        ck_assert(chinese(encoder_kind(i)->kind.alias));
    for (int i = 0; position_kind(i); i++)
        ck_assert(chinese(position_kind(i)->kind.alias));
    for (int i = 0; summary_kind(i); i++)
        ck_assert(chinese(summary_kind(i)->kind.alias));
    for (int i = 0; cell_kind(i); i++)
        ck_assert(chinese(cell_kind(i)->kind.alias));
}
END_TEST

/* The names that mean something else in the lecture. */
START_TEST(clashing_names_are_noted)
{
    const struct kind *k[] = {
        &score_kind_find("general")->kind, &focus_kind_find("local-m")->kind,
        &focus_kind_find("local-p")->kind, &encoder_kind_find("self")->kind};
    for (size_t i = 0; i < sizeof k / sizeof *k; i++)
        ck_assert_msg(k[i]->note && strstr(k[i]->note, "lecture") &&
                      strstr(k[i]->note, "\"local\""), "%s", k[i]->name);
}
END_TEST

TEST_MAIN("kinds", rows_of_cell, rows_of_encoder, rows_of_position,
          rows_of_summary, rows_of_score, rows_of_focus, rows_of_optimizer,
          attention_says_what_is_q_k_v, attention_has_chinese_names,
          clashing_names_are_noted)
