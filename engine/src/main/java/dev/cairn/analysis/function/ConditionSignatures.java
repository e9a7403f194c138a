package dev.cairn.analysis.function;

/** Functions that choose between values, and those that look at the server. See {@link SignatureNotation}. */
final class ConditionSignatures {
    static final String SCALAR = """
        if (boolean, T, T) T for boolean INTEGERS float double datetime date decimalv2 DECIMALS varchar bitmap
            percentile hll time array map struct json
        ifnull, nullif (T, T) T for boolean INTEGERS float double date datetime decimalv2 DECIMALS varchar
            bitmap percentile hll time array map struct json
        coalesce (T...) T for boolean date datetime INTEGERS float double decimalv2 DECIMALS varchar bitmap
            percentile hll time array map struct json
        esquery (varchar, varchar) boolean
        sleep (int) boolean
        version, current_version, last_query_id, uuid, host_name () varchar
        uuid_numeric () largeint
        assert_true (boolean) boolean | (boolean, varchar) boolean
        get_query_profile (varchar) varchar
        encode_sort_key (any...) varbinary
        grouping_id, grouping (bigint) bigint
        is_role_in_session (varchar) boolean
        bar (bigint, bigint, bigint, bigint) varchar
        equiwidth_bucket (bigint, bigint, bigint, bigint) bigint
        tokenize (varchar, varchar) [varchar]
        ai_query (varchar, json) varchar
        """;

    private ConditionSignatures() {}
}
