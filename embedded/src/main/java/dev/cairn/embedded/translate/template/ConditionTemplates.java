package dev.cairn.embedded.translate.template;

/** Functions that choose between values. */
final class ConditionTemplates {
    static final String SCALAR = """
        if (boolean, T, T) = CASE WHEN $1 THEN $2 ELSE $3 END
        ifnull, nvl (T, T) = coalesce($1, $2)
        nullif (T, T) = nullif($1, $2)
        coalesce (T...) = coalesce($*)
        uuid_numeric () = CAST(random() * 9223372036854775807 AS HUGEINT)
        grouping, grouping_id (any...) = grouping($*)
        assert_true (boolean) = CASE WHEN $1 THEN TRUE ELSE sr_refuse(CASE WHEN $1 IS NULL THEN 'assert_true failed due to null value'
            ELSE 'assert_true failed due to false value' END) END
        assert_true (boolean, varchar) = CASE WHEN $1 THEN TRUE ELSE sr_refuse(CASE WHEN $1 IS NULL THEN 'assert_true failed due to null value' ELSE $2 END) END
        bar (bigint, bigint, bigint, bigint) = sr_bar($1, $2, $3, $4)\
        """;

    private ConditionTemplates() {}
}
