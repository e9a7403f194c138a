package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParsingTest {
    private static Select parseSelect(String text) {
        return (Select) Sql.parseQuery(text).body();
    }

    private static Expression parseSelectItem(String text) {
        return ((SelectItem.Value) parseSelect("SELECT " + text).items().get(0)).value();
    }

    private static Relation parseRelation(String text) {
        return parseSelect("SELECT * FROM " + text).from().get(0);
    }

    /** Returns the set operations, each in brackets with its operands, and parentheses as they were written. */
    private static String describeGrouping(Query.Body body) {
        if (body instanceof SetOperation operation) {
            return "[" + describeGrouping(operation.left()) + " " + operation.kind() + " "
                    + describeGrouping(operation.right()) + "]";
        }
        if (body instanceof Query.NestedQuery nested) {
            return "(" + describeGrouping(nested.query().body()) + ")";
        }
        return Sql.render(((SelectItem.Value) ((Select) body).items().get(0)).value());
    }

    private static String describeGrouping(Relation relation) {
        if (relation instanceof Join join) {
            return "[" + describeGrouping(join.left()) + " " + join.kind().text() + " " + describeGrouping(join.right())
                    + "]";
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return parenthesized.relations().stream()
                    .map(QueryParsingTest::describeGrouping)
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        if (relation instanceof Relation.Derived derived) {
            return "{" + describeGrouping(derived.query().body()) + "}";
        }
        return relation instanceof Relation.Named named
                ? named.name().toString()
                : relation.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            value = {
                "SELECT 1 UNION SELECT 2 EXCEPT SELECT 3              :: [[1 UNION 2] EXCEPT 3]",
                "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3           :: [1 UNION [2 INTERSECT 3]]",
                "SELECT 1 INTERSECT SELECT 2 INTERSECT SELECT 3       :: [[1 INTERSECT 2] INTERSECT 3]",
                "SELECT 1 INTERSECT SELECT 2 UNION ALL SELECT 3       :: [[1 INTERSECT 2] UNION 3]",
                "SELECT 1 MINUS SELECT 2 UNION DISTINCT SELECT 3      :: [[1 MINUS 2] UNION 3]",
                "SELECT 1 UNION (SELECT 2 UNION SELECT 3)             :: [1 UNION ([2 UNION 3])]",
                "((SELECT 1) UNION (SELECT 2))                        :: ([(1) UNION (2)])",
                "(SELECT 1 ORDER BY 1 LIMIT 1) MINUS (SELECT 2)       :: [(1) MINUS (2)]",
            })
    void intersectBindsTighterThanUnionAndExcept(String text, String grouping) {
        assertThat(describeGrouping(Sql.parseQuery(text).body())).isEqualTo(grouping);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            value = {
                "a JOIN b JOIN c                                      :: [[a JOIN b] JOIN c]",
                "a LEFT JOIN b ON x RIGHT OUTER JOIN c USING (y)      :: [[a LEFT JOIN b] RIGHT OUTER JOIN c]",
                "a JOIN (b JOIN c ON x) ON y                          :: [a JOIN ([b JOIN c])]",
                "(a, b CROSS JOIN c)                                  :: (a, [b CROSS JOIN c])",
                "a CROSS b                                            :: [a CROSS b]",
                "a NULL AWARE LEFT ANTI JOIN b ON x                   :: [a NULL AWARE LEFT ANTI JOIN b]",
                "a LEFT SEMI JOIN b ON x FULL JOIN c ON y             :: [[a LEFT SEMI JOIN b] FULL JOIN c]",
                "a ASOF LEFT OUTER JOIN b ON a.t >= b.t               :: [a ASOF LEFT OUTER JOIN b]",
                "((SELECT 1) x JOIN b)                                :: ([{1} JOIN b])",
                "((SELECT 1) UNION (SELECT 2)) x                      :: {[(1) UNION (2)]}",
                "((SELECT 1))                                         :: {(1)}",
                "((a))                                                :: ((a))",
            })
    void joinsAssociateFromLeftToRight(String text, String grouping) {
        assertThat(describeGrouping(parseRelation(text))).isEqualTo(grouping);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            value = {
                "(SELECT 1)                            :: Subquery",
                "((SELECT 1))                          :: ParenthesizedExpression",
                "((SELECT 1) + 1)                      :: ParenthesizedExpression",
                "((SELECT 1) UNION SELECT 2)           :: Subquery",
                "((SELECT 1) LIMIT 1)                  :: Subquery",
                "(WITH a AS (SELECT 1) SELECT * FROM a) :: Subquery",
                "a IN (SELECT 1)                       :: InSubquery",
                "a IN ((SELECT 1))                     :: InSubquery",
                "a IN ((SELECT 1), 2)                  :: In",
                "(a, b) NOT IN (SELECT 1, 2)           :: InSubquery",
                "a > (SELECT 1)                        :: Binary",
                "EXISTS (SELECT 1)                     :: Exists",
                "NOT EXISTS (SELECT 1)                 :: Unary",
                "((((1))))                             :: ParenthesizedExpression",
            })
    void aQueryInParenthesesIsDistinguishedFromAnExpression(String text, String kind) {
        assertThat(parseSelectItem(text).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void allClausesOfASelectAreRead() {
        Select select = parseSelect(
                "SELECT /*+ SET_VAR(a=1) */ DISTINCT a AS x, t.* EXCEPT (b) FROM t, u WHERE c GROUP BY d HAVING e"
                        + " QUALIFY row_number() OVER (ORDER BY f) = 1");
        assertThat(select.selectItems().hints()).containsExactly("/*+ SET_VAR(a=1) */");
        assertThat(select.quantifier()).isEqualTo(Query.Quantifier.DISTINCT);
        assertThat(select.items()).hasSize(2);
        assertThat(((SelectItem.Star) select.items().get(1)).excludedColumns()).containsExactly(Name.of("b"));
        assertThat(select.from()).hasSize(2);
        assertThat(Sql.render(select.where())).isEqualTo("c");
        assertThat(select.groupBy()).extracting(Query.Grouping::kind).isEqualTo(Query.Grouping.Kind.PLAIN);
        assertThat(Sql.render(select.having())).isEqualTo("e");
        assertThat(select.qualify().comparisonOperator()).isEqualTo(Operator.EQUAL);
        assertThat(select.qualify().comparedNumber()).isEqualTo("1");
    }

    /** After a table, QUALIFY may also be an alias of the table. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        t QUALIFY v = 1                          | v                | 1
        t QUALIFY t.v > 1                        | t.v              | 1
        t QUALIFY `v` <=> 2                      | `v`              | 2
        t QUALIFY v + 1 <= 3                     | v + 1            | 3
        t QUALIFY (v) = 4                        | (v)              | 4
        t QUALIFY -v = 5                         | -v               | 5
        t QUALIFY left(v, 1) = 6                 | left(v, 1)       | 6
        t QUALIFY CASE WHEN v = 1 THEN 2 END = 7 | CASE WHEN v = 1 THEN 2 END | 7
        t QUALIFY v = 1 = 8                      | v = 1            | 8
        t QUALIFY qualify = 9                    | qualify          | 9
        t QUALIFY v = 1 AND w > 2                | v = 1 AND w      | 2
        t QUALIFY v = 1 OR w = 1 AND x <= 3      | v = 1 OR w = 1 AND x | 3
        t QUALIFY v = 1 AND NOT w < 4            | v = 1 AND NOT w  | 4
        t QUALIFY NOT w = 5                      | NOT w            | 5
        (SELECT v FROM u) QUALIFY (v) = 1        | (v)              | 1
        t qualify QUALIFY v = 1                  | v                | 1
        """)
    void qualifyMayCompareAnyExpression(String from, String expression, String comparedNumber) {
        Query.Qualify qualify = parseSelect("SELECT v FROM " + from).qualify();
        assertThat(Sql.render(((SelectItem.Value) qualify.windowFunction()).value()))
                .isEqualTo(expression);
        assertThat(qualify.comparedNumber()).isEqualTo(comparedNumber);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t qualify",
                "t qualify WHERE qualify.v = 1",
                "t qualify, u",
                "t qualify JOIN u ON qualify.v = u.v",
                "t qualify LEFT JOIN u ON qualify.v = u.v",
                "t qualify MINUS SELECT 1",
                "t qualify ORDER BY v",
                "(SELECT 1) qualify (v)",
                "(SELECT 1) qualify (v) WHERE v = 1",
            })
    void qualifyMayBeAnAlias(String from) {
        String text = "SELECT 1 FROM " + from;
        Query.Body body = Sql.parseQuery(text).body();
        Select select = (Select) (body instanceof Query.SetOperation operation ? operation.left() : body);
        assertThat(select.qualify()).isNull();
    }

    @Test
    void aHintIsReadOnlyDirectlyAfterSelect() {
        assertThat(parseSelect("SELECT -- x /*+ no */\n /*+ a */ /* no */ /*+b*/ 1")
                        .selectItems()
                        .hints())
                .containsExactly("/*+ a */", "/*+b*/");
        assertThat(parseSelect("SELECT 1 /*+ late */").selectItems().hints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a minus FROM t minus",
                "SELECT 1 except, 2 exclude",
                "SELECT a qualify FROM t pivot WHERE qualify",
                "SELECT tablet.x FROM t tablet, u partitions, v before, w version",
                "SELECT rollup FROM t GROUP BY rollup",
                "SELECT filter FROM t filter",
                "WITH recursive AS (SELECT 1) SELECT * FROM recursive",
            })
    void keywordsThatContinueAQueryMayBeNames(String text) {
        assertThat(Sql.parseQuery(text)).isEqualTo(Sql.parseQuery(Sql.render(Sql.parseQuery(text))));
    }

    @Test
    void anAliasMayBeAString() {
        assertThat(Sql.render(Sql.parseQuery("select a 'b c', d as \"e\""))).isEqualTo("SELECT a 'b c', d AS \"e\"");
    }

    @Test
    void tablesHaveTheirOwnClauses() {
        Relation.Named table = (Relation.Named) parseRelation(
                "db.t FOR VERSION AS OF 5 PARTITIONS (p1, p2) TABLET (1, 2) REPLICA (3) SAMPLE ('percent' = '10') AS x"
                        + " [_META_] BEFORE '2024-01-01'");
        assertThat(table.name()).isEqualTo(QualifiedName.of("db", "t"));
        assertThat(table.time().period()).isEqualTo("FOR VERSION AS OF 5");
        assertThat(table.partitions().names()).hasSize(2);
        assertThat(table.section().tabletIds()).containsExactly(1L, 2L);
        assertThat(table.section().replicaIds()).containsExactly(3L);
        assertThat(table.section().sample()).isEqualTo("SAMPLE ('percent' = '10')");
        assertThat(table.alias().name()).isEqualTo(Name.of("x"));
        assertThat(table.hint()).containsExactly("_META_");
        assertThat(table.time().beforeTime()).isEqualTo("2024-01-01");
    }

    @Test
    void tableFunctionsAreRelations() {
        Relation.TableFunction plain = (Relation.TableFunction) parseRelation("unnest(a, b) AS t (x, y)");
        assertThat(plain.hasTableKeyword()).isFalse();
        assertThat(plain.alias().columns()).hasSize(2);
        Relation.TableFunction named =
                (Relation.TableFunction) parseRelation("TABLE(generate_series(start => 1, end = 5))");
        assertThat(named.hasTableKeyword()).isTrue();
        assertThat(named.arguments())
                .extracting(Relation.TableFunctionArgument::hasArrow)
                .containsExactly(true, false);
        assertThat(parseRelation("FILES('path' = 'x') f")).isInstanceOf(Relation.Files.class);
        assertThat(parseRelation("(VALUES (1, 'a'), (2, 'b')) v (x, y)")).isInstanceOf(Relation.Values.class);
    }

    @Test
    void aSkewHintKeepsItsText() {
        Join join = (Join) parseRelation("a JOIN [SKEW|a.c(1, 'x')] b ON a.c = b.c");
        assertThat(join.hint()).isEqualTo("SKEW|a.c(1, 'x')");
    }

    @Test
    void windowsHavePartitionsOrderAndFrame() {
        Expression.WindowCall windowCall = (Expression.WindowCall) parseSelectItem(
                "lead(a IGNORE NULLS, 1) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)");
        assertThat(windowCall.ignoreNulls()).isEqualTo(Expression.IgnoreNullsPosition.INSIDE);
        assertThat(windowCall.partitionBy()).hasSize(1);
        assertThat(windowCall.orderBy()).hasSize(1);
        assertThat(windowCall.frame().isRows()).isTrue();
        assertThat(windowCall.frame().end().kind()).isEqualTo(Expression.Frame.FrameBound.Kind.CURRENT_ROW);
    }

    @Test
    void aggregatesHaveOrderSeparatorAndFilter() {
        Expression.AggregateCall aggregateCall = (Expression.AggregateCall)
                parseSelectItem("group_concat(DISTINCT a, b ORDER BY c DESC SEPARATOR '-') FILTER (WHERE d)");
        assertThat(aggregateCall.call().isDistinct()).isTrue();
        assertThat(aggregateCall.call().arguments()).hasSize(2);
        assertThat(aggregateCall.orderBy()).hasSize(1);
        assertThat(Sql.render(aggregateCall.separator())).isEqualTo("'-'");
        assertThat(Sql.render(aggregateCall.filter())).isEqualTo("d");
        assertThat(parseSelectItem("count(DISTINCT [skew] a)")).isInstanceOf(Expression.AggregateCall.class);
        assertThat(parseSelectItem("count(DISTINCT a)")).isInstanceOf(Expression.Call.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            value = {
                "LIMIT 1          :: 1 :: ~ :: false",
                "LIMIT 2, 1       :: 1 :: 2 :: true",
                "LIMIT 1 OFFSET 2 :: 1 :: 2 :: false",
                "LIMIT @a         :: @`a` :: ~ :: false",
            },
            nullValues = "~")
    void aLimitMayHaveAnOffset(String clause, String count, String offset, boolean hasComma) {
        Query.Limit limit = Sql.parseQuery("SELECT 1 " + clause).limit();
        assertThat(Sql.render(limit.count())).isEqualTo(count);
        assertThat(limit.offset() == null ? null : Sql.render(limit.offset())).isEqualTo(offset);
        assertThat(limit.hasComma()).isEqualTo(hasComma);
    }

    @Test
    void everyPartOfAQueryKnowsItsSpan() {
        String text = "WITH c AS (SELECT 1)\nSELECT a, b.* FROM t x\n  LEFT JOIN (SELECT 2) y ON x.i = y.i";
        Query query = Sql.parseQuery(text);
        Select select = (Select) query.body();
        Join join = (Join) select.from().get(0);
        List<Span> spans = List.of(
                query.commonTables().get(0).span(),
                select.items().get(1).span(),
                join.left().span(),
                join.right().span(),
                join.on().span());
        assertThat(spans)
                .extracting(span -> span.textIn(text))
                .containsExactly("c AS (SELECT 1)", "b.*", "t x", "(SELECT 2) y", "x.i = y.i");
        assertThat(join.on().span().line()).isEqualTo(3);
        assertThat(join.on().span().column()).isEqualTo(29);
    }

    @Test
    void aSelectIsAStatementWithItsText() {
        Statement.QueryStatement select =
                (Statement.QueryStatement) Sql.parse("-- before\n(SELECT 1) -- in\n UNION SELECT 2 -- behind\n;");
        assertThat(select.queryText().text()).isEqualTo("(SELECT 1) -- in\n UNION SELECT 2");
        assertThat(Sql.parse("WITH a AS (SELECT 1) SELECT * FROM a")).isInstanceOf(Statement.QueryStatement.class);
    }
}
