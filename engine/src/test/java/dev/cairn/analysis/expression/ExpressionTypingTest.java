package dev.cairn.analysis.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.analysis.TypedColumns;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.EngineClient;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTypingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        1                                | tinyint
        128                              | smallint
        -128                             | smallint
        2147483648                       | bigint
        9223372036854775808              | largeint
        -2147483648                      | bigint
        -9223372036854775808             | largeint
        170141183460469231731687303715884105727 | largeint
        -170141183460469231731687303715884105728 | largeint
        - 170141183460469231731687303715884105728 | largeint
        -(170141183460469231731687303715884105728) | largeint
        -+170141183460469231731687303715884105728 | largeint
        -(-(-170141183460469231731687303715884105728)) | largeint
        1 + -170141183460469231731687303715884105728 | largeint
        -170141183460469231731687303715884105729 | decimal(39,0)
        170141183460469231731687303715884105729 | decimal(39,0)
        1.50                             | decimal(3,2)
        0.001                            | decimal(3,3)
        1e3                              | decimal(4,0)
        1e50                             | double
        'x'                              | varchar
        x'00'                            | varbinary
        DATE '2024-01-01'                | date
        NULL                             | null_type
        """)
    void aLiteralHasTheSmallestTypeThatHoldsIt(String expression, String type) {
        assertType(expression, type);
    }

    /** A minus sign belongs to the number after it, even if parentheses and other signs are between them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "170141183460469231731687303715884105728",
                "+170141183460469231731687303715884105728",
                "- -170141183460469231731687303715884105728",
                "~170141183460469231731687303715884105728",
                "1-170141183460469231731687303715884105728",
                "i8 - (170141183460469231731687303715884105728)"
            })
    void theSmallestLargeintHasNoPositiveCounterpart(String expression) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TypedColumns.determineType(expression))
                .withMessageContaining("Numeric overflow 170141183460469231731687303715884105728");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        t1 + t1        | smallint
        i4 + 1         | bigint
        i8 * i8        | bigint
        i4 / i4        | double
        i4 % i8        | bigint
        f4 - f4        | double
        v + 1          | double
        d + 1          | double
        b & i4         | int
        f8 & f8        | bigint
        i4 DIV f4      | bigint
        ~t1            | bigint
        -i4            | bigint
        NULL + 1       | smallint
        NULL + NULL    | boolean
        """)
    void arithmeticWidensIntegerTypes(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        d9 + d18       | decimal(19,4)
        d9 * d18       | decimal(27,6)
        d38 * d38      | decimal(38,12)
        d9 / d18       | decimal(38,8)
        d9 % d9        | decimal(18,2)
        d9 + i8        | decimal(21,2)
        d9 + f4        | double
        d9 DIV 2       | bigint
        round(d9, 1)   | decimal(38,1)
        round(d9, i4)  | decimal(38,2)
        sum(d9)        | decimal(38,2)
        avg(d9)        | decimal(38,8)
        least(d9, d18) | decimal(18,4)
        """)
    void decimalsKeepTheirDigits(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        lower(v)                              | varchar
        abs(i4)                               | bigint
        if(b, d, dt)                          | datetime
        coalesce(NULL, i4, i8)                | bigint
        ifnull(v, 1)                          | varchar
        str_to_date(v, '%Y-%m-%d')            | date
        str_to_date(v, '%H:%i')               | datetime
        date_trunc('day', dt)                 | datetime
        date_add(d, INTERVAL 1 MONTH)         | datetime
        d - INTERVAL 1 DAY                    | datetime
        d - (INTERVAL 1 DAY)                  | datetime
        date_add(d, (INTERVAL 1 DAY))         | datetime
        time_slice(dt, (INTERVAL 5 MINUTE))   | datetime
        (INTERVAL 1 DAY) + d                  | datetime
        2 + INTERVAL 1 DAY                    | datetime
        time_slice(dt, INTERVAL 5 MINUTE)     | datetime
        timestampdiff(DAY, d, dt)             | bigint
        extract(YEAR FROM dt)                 | smallint
        substr(v, 2)                          | varchar
        substr(v, 2, 2147483647)              | varchar
        array_generate(d, d, INTERVAL 1 DAY)  | array<date>
        array_generate(d, d, 1, 'day')        | array<datetime>
        array_generate(d, dt, INTERVAL 1 DAY) | array<datetime>
        concat(v, i4)                         | varchar
        concat(ai, i8)                        | array<bigint>
        bitmap_count(bm)                      | bigint
        named_struct('a', i4, 'b', v)         | struct<a int(11), b varchar(20)>
        row(i4, NULL)                         | struct<col1 int(11), col2 boolean>
        str_to_date(v, CAST('%Y' AS CHAR))    | date
        array_contains(ai, d)                 | boolean
        array_sort([], (x, y) -> x < y)       | array<boolean>
        map_filter(map(), (k, v) -> true)     | map<boolean,boolean>
        password('secret')                    | varchar
        inspect_mv_plan(v, true)              | varchar
        __iceberg_transform_truncate(v, 5)    | varchar(20)
        __iceberg_transform_truncate(d9, i4)  | decimal(9,2)
        CASE WHEN b THEN vb ELSE x'00' END    | varbinary
        [vb, CAST(v AS VARBINARY(10))]        | array<varbinary>
        """)
    void functionsReturnTheTypesOfTheirSignatures(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        [1, 300]                              | array<smallint>
        [i4, NULL]                            | array<int>
        map{1: v}                             | map<tinyint,varchar(20)>
        ai[1]                                 | int
        m[1]                                  | varchar(10)
        st.y                                  | date
        st[-1]                                | date
        element_at(ai, 1)                     | int
        map_keys(m)                           | array<int>
        map_entries(m)                        | array<struct<key int(11), value varchar(10)>>
        array_append(ai, i8)                  | array<bigint>
        array_agg(v)                          | array<varchar(20)>
        array_map(x -> x * 2, ai)             | array<bigint>
        array_map((x, y) -> x + y, ai, ad)    | array<double>
        array_filter(x -> x > 1, ai)          | array<int>
        map_apply((k, v) -> (v, k), m)        | map<varchar(10),int>
        transform_values((k, v) -> k + 1, m)  | map<int,bigint>
        any_match(x -> x > 1, ai)             | boolean
        j -> '$.a'                            | json
        """)
    void nestedValuesAndTheirElementsHaveTypes(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum_if(i4, b)                         | bigint
        count_if(b)                           | bigint
        avg_state(i4)                         | varbinary
        avg_merge(avg_state(i4))              | double
        avg_merge(avg_union(avg_state(i4)))   | double
        """)
    void aSuffixDerivesAFunctionFromAnAggregateFunction(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nn                   | false
        i4                   | true
        nn + 1               | false
        nn + i4              | true
        nn / 2               | true
        nn + 1.5             | true
        nn = 1               | false
        i4 <=> 1             | false
        i4 IS NULL           | false
        nn IN (1, 2)         | true
        CAST(nn AS BIGINT)   | false
        CAST(nn AS SMALLINT) | true
        count(i4)            | false
        count(ai)            | true
        sum(nn)              | true
        now()                | false
        year(d)              | true
        """)
    void nullabilityFollowsTheServer(String expression, boolean isNullable) {
        assertThat(TypedColumns.determineType(expression).isNullable()).isEqualTo(isNullable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        i4 = bm                | ExpressionRule.TYPES_NOT_COMPARABLE
        i4 + j                 | ExpressionRule.TYPES_NOT_COMPARABLE
        bm + h                 | ExpressionRule.CANNOT_CAST
        bm AND b               | ExpressionRule.NOT_BOOLEAN
        'a' REGEXP '('         | ExpressionRule.INVALID_REGULAR_EXPRESSION
        i4 LIKE 'x'            | CommonRule.REQUIREMENT_MISSING
        ai BETWEEN ai AND ai   | TypeRule.TYPE_UNSUPPORTED
        CAST(d AS BITMAP)      | ExpressionRule.CANNOT_CAST
        [i4, bm]               | TypeRule.NO_COMMON_TYPE
        i4[1]                  | ExpressionRule.NOT_SUBSCRIPTABLE
        m->'a'                 | ExpressionRule.ARROW_OUTSIDE_JSON
        upper(ai)              | FunctionRule.NO_MATCHING_FUNCTION
        nosuch(i4)             | FunctionRule.NO_MATCHING_FUNCTION
        rank()                 | FunctionRule.WINDOW_FUNCTION_WITHOUT_OVER
        sum(d)                 | FunctionRule.INVALID_ARGUMENTS
        nope + 1               | TypeRule.COLUMN_NOT_FOUND
        password(v)            | FunctionRule.NO_MATCHING_FUNCTION
        days_add(d, INTERVAL 1 DAY)        | ExpressionRule.INTERVAL_MISPLACED
        dt - 7 * INTERVAL 1 DAY            | ExpressionRule.INTERVAL_MISPLACED
        dt / INTERVAL 1 DAY                | ExpressionRule.INTERVAL_MISPLACED
        -INTERVAL 1 DAY                    | ExpressionRule.INTERVAL_MISPLACED
        (INTERVAL 1 DAY)                   | ExpressionRule.INTERVAL_MISPLACED
        coalesce(INTERVAL 1 DAY)           | ExpressionRule.INTERVAL_MISPLACED
        dt - dt > INTERVAL 1 DAY           | ExpressionRule.INTERVAL_MISPLACED
        INTERVAL 1 DAY + INTERVAL 1 DAY    | ExpressionRule.INTERVAL_MISPLACED
        if(b, INTERVAL 1 DAY, NULL)        | ExpressionRule.INTERVAL_MISPLACED
        CASE WHEN b THEN INTERVAL 1 DAY END | ExpressionRule.INTERVAL_MISPLACED
        date_add(d, INTERVAL (INTERVAL 1 DAY) DAY) | ExpressionRule.INTERVAL_MISPLACED
        array_contains(ai, dt)             | FunctionRule.NO_MATCHING_FUNCTION
        arrays_overlap([b], [d])           | FunctionRule.NO_MATCHING_FUNCTION
        map_filter(NULL, (k, v) -> true)   | ExpressionRule.INVALID_LAMBDA_INPUT
        group_concat(v, ai)                | FunctionRule.NO_MATCHING_FUNCTION
        sum_map(m)                         | FunctionRule.INVALID_ARGUMENTS
        percentile_disc(d9, -0.5)          | FunctionRule.INVALID_ARGUMENTS
        percentile_approx(f8, av)          | FunctionRule.INVALID_ARGUMENTS
        ds_hll_count_distinct(v, 3)        | FunctionRule.INVALID_ARGUMENTS
        mann_whitney_u_test(f8, b, 'more') | FunctionRule.INVALID_ARGUMENTS
        m['a']                             | ExpressionRule.INVALID_NUMBER
        element_at(m, '1.5')               | ExpressionRule.INVALID_NUMBER
        map{f8: 1}['x']                    | ServerError.NOT_A_NUMBER
        [d38, date '2020-06-15']           | ExpressionRule.CANNOT_CAST
        [date '2020-06-15', i8, f8]        | ExpressionRule.CANNOT_CAST
        [[d38], [date '2020-06-15']]       | ExpressionRule.CANNOT_CAST
        ARRAY<BOOLEAN>[date '2020-06-15']  | ExpressionRule.CANNOT_CAST
        map{f8: 1}[date '2020-06-15']      | ExpressionRule.CANNOT_CAST
        ARRAY<INT>['x']                    | ExpressionRule.INVALID_NUMBER
        ARRAY<DECIMAL(9,2)>['x']           | ExpressionRule.INVALID_NUMBER
        exchange_bytes(i4)                 | FunctionRule.ONE_AGGREGATION_STAGE_REQUIRED
        """)
    void refusedExpressionsBreakTheRulesOfTheServer(String expression, String ruleName) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TypedColumns.determineType(expression))
                .extracting(EngineClient::ruleName)
                .isEqualTo(ruleName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        substr(v, 2147483648)                      | FunctionRule.INVALID_ARGUMENTS
        substring(v, 1, -2147483649)               | FunctionRule.INVALID_ARGUMENTS
        time_slice(dt, INTERVAL 3000000000 SECOND) | FunctionRule.INVALID_ARGUMENTS
        array_generate(d, d, INTERVAL 3000000000 DAY) | FunctionRule.INVALID_ARGUMENTS
        round(CAST(d9 AS DECIMAL(39, 2)), 1)       | CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE
        truncate(CAST(d9 AS DECIMAL(76, 2)), i4)   | CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE
        """)
    void numbersThatAParameterCannotHoldAreRefused(String expression, String ruleName) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TypedColumns.determineType(expression))
                .extracting(EngineClient::ruleName)
                .isEqualTo(ruleName);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{x}",
                "(?P<n>a)",
                "[[:alpha:]]",
                "[[]",
                "a{2,3}",
                "a{,3}",
                "\\\\Qa(",
                "(?i)a&&b",
                "[a&&b]",
                "[]a]",
                "(?:a|b)+?",
                "\\\\p{L}+",
                "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\\\.[A-Za-z]{2,}$"
            })
    void aPatternMayUseTheConstructsOfRe2(String pattern) {
        assertType("s REGEXP '" + pattern + "'", "boolean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?<=a)b",
                "a(?!b)",
                "(?<n>a)",
                "(a)\\\\1",
                "a++",
                "a{2}+",
                "(?>a)",
                "\\\\d{1001}",
                "[",
                "*a",
                "a{3,2}",
                "(?x)a"
            })
    void aPatternMayNotUseTheOtherConstructsOfJava(String pattern) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TypedColumns.determineType("s REGEXP '" + pattern + "'"))
                .withMessageContaining("Invalid regular expression in ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        max(DISTINCT i4) OVER (ORDER BY i8 ROWS UNBOUNDED PRECEDING) | int
        sum(DISTINCT i4) OVER (ORDER BY i8)                          | bigint
        lead(nn, 1, nn) OVER (ORDER BY i8)                           | int
        lead(i8, 1, nn) OVER (ORDER BY i8)                           | bigint
        lead(i8, 1, -1) OVER (ORDER BY i8)                           | bigint
        lead(d, 1, '2024-01-01') OVER (ORDER BY i8)                  | date
        """)
    void windowFunctionsReturnTheTypesOfTheirSignatures(String expression, String type) {
        assertType(expression, type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        sum(DISTINCT i4) OVER (ORDER BY i8 ROWS UNBOUNDED PRECEDING)        | ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION
        array_agg_distinct(i4) OVER (ORDER BY i8 ROWS UNBOUNDED PRECEDING)  | ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION
        lead(i8, 1, i4) OVER (ORDER BY i8)                                  | FunctionRule.INVALID_ARGUMENTS
        lead(i4, 1, i4) OVER (ORDER BY i8)                                  | FunctionRule.INVALID_ARGUMENTS
        lead(t1, 1, 200) OVER (ORDER BY i8)                                 | FunctionRule.INVALID_ARGUMENTS
        lead(d, 1, 'x') OVER (ORDER BY i8)                                  | FunctionRule.INVALID_ARGUMENTS
        lead(d, 1, '2024-02-30') OVER (ORDER BY i8)                         | FunctionRule.INVALID_ARGUMENTS
        lead(i8 > 1, 1, 'true') OVER (ORDER BY i8)                          | FunctionRule.INVALID_ARGUMENTS
        lead(parse_json('1'), 1, '1') OVER (ORDER BY i8)                    | FunctionRule.INVALID_ARGUMENTS
        lag(v, 1, upper(v)) OVER (ORDER BY i8)                              | FunctionRule.INVALID_ARGUMENTS
        hll_union_agg(h) OVER ()                                            | TypeRule.TYPE_UNSUPPORTED
        ilike(v, 'a') OVER ()                                               | FunctionRule.NO_MATCHING_FUNCTION
        sum_if(i4, TRUE) OVER ()                                            | ExpressionRule.NO_WINDOW_FUNCTION
        sum(i4) FILTER (WHERE TRUE) OVER ()                                 | ExpressionRule.NO_WINDOW_FUNCTION
        """)
    void refusedWindowFunctionsBreakTheRulesOfTheServer(String expression, String ruleName) {
        refusedExpressionsBreakTheRulesOfTheServer(expression, ruleName);
    }

    @Test
    void aRefusalPointsAtThePartThatIsWrong() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> TypedColumns.determineType("i4 + (bm AND b)"))
                .satisfies(refusal -> {
                    assertThat(refusal.span().column()).isEqualTo(7);
                    assertThat(refusal.errno()).isEqualTo(1064);
                });
    }

    @Test
    void anExpressionOverAnUnknownTypeIsUnknown() {
        ExpressionScope scopeOfUnknowns =
                (name, span) -> new ExpressionScope.ResolvedReference(name, ExpressionType.UNKNOWN);
        ExpressionTyping typing = new ExpressionTyping(ServerProfile.DEFAULT, scopeOfUnknowns);
        assertThat(typing.determineType(Sql.parseExpression("a + 1"))).isEqualTo(ExpressionType.UNKNOWN);
        assertThat(typing.determineType(Sql.parseExpression("upper(a)"))).isEqualTo(ExpressionType.UNKNOWN);
        assertThat(typing.determineType(Sql.parseExpression("a = 1")).type()).isEqualTo(TypeConstants.BOOLEAN);
        assertThat(typing.determineType(Sql.parseExpression("CAST(a AS INT)")).type())
                .isEqualTo(TypeConstants.INT);
    }

    @Test
    void aFunctionThatMayBeTheUsersOwnIsUnknown() {
        ExpressionScope scopeOfUserFunctions = new ExpressionScope() {
            @Override
            public ResolvedReference resolveColumn(QualifiedName name, Span span) {
                return new ResolvedReference(name, ExpressionType.of(TypeConstants.INT, true));
            }

            @Override
            public boolean mayHaveFunction(QualifiedName function) {
                return true;
            }
        };
        ExpressionTyping typing = new ExpressionTyping(ServerProfile.DEFAULT, scopeOfUserFunctions);
        assertThat(typing.determineType(Sql.parseExpression("mine(a)"))).isEqualTo(ExpressionType.UNKNOWN);
    }

    private static void assertType(String expression, String expectedType) {
        Type type = TypedColumns.determineType(expression).type();
        assertThat(type).isNotNull();
        assertThat(TypeFormat.formatForShowColumns(type)).isEqualTo(expectedType);
    }
}
