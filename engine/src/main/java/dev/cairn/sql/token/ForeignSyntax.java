package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Syntax of other databases that StarRocks does not have, each with its replacement in StarRocks. It only improves the
 * messages of syntax errors; it never decides whether a text is valid. If several constants match at an error, the
 * first one is reported, so a special case must precede a general one.
 */
public enum ForeignSyntax {
    CAST_OPERATOR(
            "(:?[`\\w.]+|\\))?\\s*::\\s*(\\w+(?:\\s*\\([\\d\\s,]*\\))?)",
            "no operator ::",
            "write CAST(%s AS %s)",
            "…",
            "type"),
    CASE_INSENSITIVE_LIKE(
            "(?:([`\\w.]+)\\s+)??(NOT\\s+)?\\bILIKE\\b(?:\\s+('[^']*'|:?[\\w.]+))?",
            "no ILIKE",
            "write lower(%s) %sLIKE lower(%s)",
            "…",
            "",
            "pattern"),
    INTERVAL_TEXT(
            "\\bINTERVAL\\s+'\\s*(\\d+)\\s+([a-z]+?)s?\\s*'(?!\\s+\\w*(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND))",
            "no intervals in quotes",
            "write INTERVAL %s %S",
            "1",
            "day"),
    PLURAL_UNIT(
            "\\bINTERVAL\\s+(:?\\w+)\\s+(YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S\\b",
            "no units in the plural",
            "write INTERVAL %s %S",
            "1",
            "day"),
    TRUTH_TEST(
            "(?:([`\\w.]+)\\s+)??\\bIS\\s+(?:NOT\\s+)?(TRUE|FALSE)\\b",
            "no IS TRUE and no IS FALSE",
            "write %s <=> %s, or NOT with it",
            "…",
            ""),
    QUANTIFIED_COMPARISON(
            "(?:[<>=])\\s*(?:ANY|SOME|ALL)\\s*\\(",
            "no comparison with ANY, SOME or ALL",
            "write IN for = ANY, and compare with the min or max of the subquery otherwise"),
    TEXT_OPERATOR("->>", "no operator ->>", "write get_json_string(document, '$.name')"),
    TRIM_FROM(
            "\\bTRIM\\s*\\(\\s*(?:BOTH|LEADING|TRAILING)\\b",
            "no FROM in TRIM",
            "write trim(text, 'x'), ltrim(text, 'x') or rtrim(text, 'x')"),
    SUBSTRING_FROM("\\bSUBSTR(?:ING)?\\s*\\([^()]*\\bFROM\\b", "no FROM in SUBSTRING", "write substring(text, 1, 2)"),
    POSITION_IN("\\bPOSITION\\s*\\([^()]*\\bIN\\b", "no IN in POSITION", "write instr(text, 'x')"),
    INSERT_IGNORE(
            "\\bINSERT\\s+IGNORE\\b",
            "no INSERT IGNORE",
            "select the rows of new keys, as in INSERT INTO t SELECT … WHERE NOT EXISTS (SELECT 1 FROM t WHERE …): an INSERT"
                    + " replaces the row with the same key"),
    DO_NOTHING(
            "\\bON\\s+CONFLICT\\b(?s:.*?)\\bDO\\s+NOTHING\\b",
            "no ON CONFLICT",
            "select the rows of new keys, as in INSERT INTO t SELECT … WHERE NOT EXISTS (SELECT 1 FROM t WHERE …): an INSERT"
                    + " replaces the row with the same key"),
    ON_DUPLICATE_KEY(
            "\\bON\\s+(?:DUPLICATE\\s+KEY|CONFLICT)\\b",
            "no ON DUPLICATE KEY and no ON CONFLICT",
            "omit the clause: INSERT into a table with @PrimaryKey replaces the row with the same key"),
    REPLACE_INTO(
            "\\bREPLACE\\s+INTO\\b",
            "no REPLACE INTO",
            "write INSERT INTO, which replaces the row with the same key of a table with @PrimaryKey"),
    MERGE_INTO(
            "\\bMERGE\\s+INTO\\b",
            "no MERGE",
            "write INSERT INTO … SELECT, which replaces the rows with the same keys of a table with @PrimaryKey"),
    WITHIN_GROUP(
            "\\bWITHIN\\s+GROUP\\b",
            "no WITHIN GROUP",
            "write the order or the column inside the call, as in group_concat(name ORDER BY name) and"
                    + " percentile_cont(price, 0.5)"),
    RETURNING("\\bRETURNING\\b", "no RETURNING", "omit it, and read the rows with a query"),
    OFFSET_BEFORE_LIMIT(
            "(?<!\\bLIMIT\\s{1,9}[\\w:.]{1,60}\\s{1,9})\\bOFFSET\\s+(\\d+|:[\\w.]+)(?:\\s+ROWS?)?"
                    + "(?:\\s+(?:FETCH\\s+(?:FIRST|NEXT)|LIMIT)\\s+(\\d+|:[\\w.]+))?",
            "no OFFSET without LIMIT before it",
            "write LIMIT %2$s OFFSET %1$s",
            "5",
            "10"),
    LIMIT_ALL("\\bLIMIT\\s+(?:ALL|NULL)\\b", "no LIMIT ALL", "omit it"),
    LIMITED_CHANGE(
            "\\b(?:ORDER\\s+BY|LIMIT)\\b(?<=^\\s{0,99}(?:UPDATE|DELETE)\\b(?s:.{0,2000}))",
            "no ORDER BY and no LIMIT in UPDATE and DELETE",
            "select the keys of the rows, as in WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 1), or omit the clause"),
    UPDATE_JOIN(
            "\\bUPDATE\\s+[`\\w.]+(?:\\s+(?:AS\\s+)?[`\\w]+)??\\s*(?:\\s(?:(?:INNER|CROSS|LEFT(?:\\s+OUTER)?)\\s+)?JOIN\\b|,)",
            "no JOIN before SET in UPDATE",
            "write UPDATE a SET n = b.n FROM b WHERE a.id = b.id"),
    UPDATE_ALIAS(
            "\\bUPDATE\\s+([`\\w.]+)\\s+(?:AS\\s+)?[`\\w]+\\s+SET\\b",
            "no alias of the table in UPDATE",
            "write UPDATE %s, and its name before its columns",
            "t"),
    DELETE_TABLES(
            "\\bDELETE\\s+(?!FROM\\b)[`\\w.]+(?:\\s*,\\s*[`\\w.]+)*\\s+FROM\\b",
            "no tables between DELETE and FROM",
            "write DELETE FROM a WHERE …, with USING b before WHERE if the condition reads another table"),
    DELETE_ALIAS(
            "\\bDELETE\\s+FROM\\s+([`\\w.]+)\\s+(?:AS\\s+)?[`\\w]+(?=\\s+(?:WHERE|USING)\\b)",
            "no alias of the table in DELETE",
            "write DELETE FROM %s, and its name before its columns",
            "t"),
    INSERT_SET(
            "\\bINSERT\\s+(?:INTO|OVERWRITE)\\s+(?:TABLE\\s+)?([`\\w.]+)\\s+SET\\b",
            "no SET in INSERT",
            "write INSERT INTO %s (a, b) VALUES (1, 2)",
            "t"),
    LIKE_ESCAPE(
            "\\bESCAPE\\s+(?:'|:)",
            "no ESCAPE of LIKE",
            "write a backslash before the character that is not a wildcard, as in LIKE '50\\%%'"),
    NOT_SIMILAR("!~\\*?", "no operator !~", "write NOT REGEXP and a regular expression"),
    NULL_TEST(
            "\\b(?:ISNULL|NOTNULL)\\b(?!\\s*\\()",
            "no ISNULL and no NOTNULL after a value",
            "write IS NULL, or IS NOT NULL"),
    NULL_REPLACEMENT(
            "\\bISNULL\\s*\\([^(),]*(?:\\([^()]*\\)[^(),]*)*,[^()]*\\)",
            "no ISNULL with two arguments",
            "write ifnull(value, other)"),
    TRY_CAST(
            "\\b(?:TRY|SAFE)_CAST\\s*\\((?s:.*?)\\bAS\\b",
            "no TRY_CAST",
            "write CAST, whose result is NULL for a value that can't be converted"),
    DOUBLE_EQUAL("==", "no operator ==", "write ="),
    INTERVAL_OF_TWO_UNITS(
            "\\bINTERVAL\\s+(?:'[^']*'|[:\\w.]+)\\s+(?:YEAR|DAY|HOUR|MINUTE|SECOND)_(?:MONTH|HOUR|MINUTE|SECOND|MICROSECOND)\\b",
            "no intervals of two units",
            "add two intervals, as in now() + INTERVAL 1 HOUR + INTERVAL 30 MINUTE"),
    SEVERAL_GRANTEES(
            "\\b(?:TO|FROM)\\s+(?:ROLE|USER)\\s+[^\\s,;]+\\s*,",
            "no list of roles or users in GRANT and REVOKE",
            "write a statement for each of them"),
    FETCH_FIRST("\\bFETCH\\s+(?:FIRST|NEXT)\\b(?:\\s+(\\d+|:\\w+))?", "no FETCH FIRST", "write LIMIT %s", "1"),
    TOP("\\bTOP\\s*\\(?\\s*(\\d+)", "no TOP", "write LIMIT %s at the end of the query", "1"),
    DISTINCT_ON(
            "\\bDISTINCT\\s+ON\\s*\\(",
            "no DISTINCT ON",
            "write QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1, and select columns only"),
    DISTINCT_FROM("\\bIS\\s+(?:NOT\\s+)?DISTINCT\\s+FROM\\b", "no IS DISTINCT FROM", "write NOT (a <=> b), or a <=> b"),
    SIMILAR_TO(
            "\\bSIMILAR\\s+TO\\b|~\\*?\\s*'",
            "no SIMILAR TO and no operator ~",
            "write REGEXP and a regular expression"),
    LOCKING_READ("\\bFOR\\s+(?:UPDATE|SHARE)\\b|\\bLOCK\\s+IN\\s+SHARE\\b", "no locks of rows", "omit the clause"),
    TIME_ZONE("\\bAT\\s+TIME\\s+ZONE\\b", "no AT TIME ZONE", "write convert_tz(time, 'UTC', 'Europe/Oslo')"),
    NAMED_WINDOW(
            "\\bOVER\\s+[a-z_]\\w*|\\bWINDOW\\s+\\w+\\s+AS\\b", "no WINDOW clause", "write the window after each OVER"),
    ARRAY_WORD("\\bARRAY\\s*\\[", "no ARRAY before the elements", "write [1, 2]"),
    BRACKET_NAME("\\[[A-Za-z_]\\w*\\s+\\w+\\]", "no names in brackets", "write them in backquotes");

    private final Pattern pattern;
    private final String missingSyntax;
    private final String remedyTemplate;

    @SuppressWarnings("ImmutableEnumChecker") // List.of creates it
    private final List<String> groupDefaults;

    /**
     * Creates a constant; its pattern ignores the case.
     *
     * @param missingSyntax the syntax that StarRocks does not have
     * @param remedyTemplate the advice in the notation of {@link String#format}, with a placeholder for each group of
     *     the pattern
     * @param groupDefaults the text in place of each group of the pattern that does not match
     */
    ForeignSyntax(String pattern, String missingSyntax, String remedyTemplate, String... groupDefaults) {
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        this.missingSyntax = missingSyntax;
        this.remedyTemplate = remedyTemplate;
        this.groupDefaults = List.of(groupDefaults);
    }

    /**
     * Describes the syntax of another database at the place of an error; empty if none is recognized.
     *
     * @param span the span at which the text can't be parsed; it is in the foreign syntax or follows it
     */
    public static Optional<SyntaxProblem> findAt(String text, Span span) {
        for (ForeignSyntax syntax : values()) {
            Matcher matcher = syntax.pattern.matcher(text);
            while (matcher.find()) {
                boolean reachesError = text.substring(Math.min(matcher.end(), span.offset()), span.offset())
                        .isBlank();
                boolean startsBeforeErrorEnd = matcher.start() < span.offset() + Math.max(1, span.length());
                if (reachesError && startsBeforeErrorEnd) {
                    return Optional.of(
                            new SyntaxProblem("StarRocks has " + syntax.missingSyntax, syntax.formatRemedy(matcher)));
                }
            }
        }
        return Optional.empty();
    }

    private String formatRemedy(Matcher matcher) {
        Object[] groups = new Object[groupDefaults.size()];
        for (int i = 0; i < groups.length; i++) {
            String group = matcher.group(i + 1);
            // A parenthesis is the end of an operand whose beginning the pattern does not find.
            groups[i] = group == null || group.equals(")") ? groupDefaults.get(i) : group;
        }
        return String.format(Locale.ROOT, remedyTemplate, groups);
    }
}
