package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No row has NULL in a column that is never NULL by the analysis of the query. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class NeverNullTest {
    private static final int QUERY_COUNT = Integer.getInteger("cairn.test.queries", 250);
    private static final long SEED = Long.getLong("cairn.test.seed", 20);

    /** The least number of queries that have rows, and a column that is never NULL. Other queries prove nothing. */
    private static final int MIN_PROOFS = QUERY_COUNT / 5;

    @Test
    void noFunctionThatIsNeverNullReturnsNull() {
        List<String> wrongExpressions = new ArrayList<>();
        QueryAnalysis analysis = analysis(Catalog.EMPTY, null);
        for (FunctionCase functionCase : FunctionCase.all()) {
            OutputColumn column = analysis.analyze(Sql.parseQuery("SELECT " + functionCase.expression()))
                    .columns()
                    .get(0);
            if (column.nullCause() == null && functionCase.result().equals("NULL")) {
                wrongExpressions.add(functionCase.expression());
            }
        }
        assertThat(wrongExpressions).isEmpty();
    }

    @Test
    void rowsOfRandomQueriesConfirmTheAnalysis(EmbeddedStarRocks server) throws SQLException {
        server.createDatabase("nulls");
        int proofCount = 0;
        int executedCount = 0;
        try (Client client = Client.of(server.jdbcUrl("nulls"))) {
            client.run(
                    "CREATE TABLE a (id INT NOT NULL, x INT NOT NULL, s VARCHAR(9) NOT NULL, d DATE NOT NULL, nx INT,"
                            + " ns VARCHAR(9), nd DATE) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)",
                    "CREATE TABLE b LIKE a",
                    "CREATE TABLE c LIKE a",
                    "INSERT INTO a VALUES (1, 1, 'p', '2024-01-01', NULL, 'q', NULL),"
                            + " (2, 0, '', '2024-02-01', 1, NULL, '2024-01-05'), (3, 2, '7', '2024-03-01', 0, 'p', NULL),"
                            + " (4, 1, 'p', '2024-01-01', 2, '', '2024-02-01')",
                    "INSERT INTO b VALUES (1, 2, 'q', '2024-01-01', 1, NULL, '2024-01-01'),"
                            + " (1, 0, 'p', '2024-01-02', NULL, 'p', NULL), (5, 1, 'x', '2024-01-03', 2, 'x', NULL)");
            QueryAnalysis analysis = analysis(ServerCatalog.of(server), "nulls");
            for (int i = 0; i < QUERY_COUNT; i++) {
                String query = new NullableQueryGenerator(new Dice(SEED * QUERY_COUNT + i)).query();
                BoundQuery boundQuery = analysis.analyze(Sql.parseQuery(query));
                if (!boundQuery.bindings().isPlannable()) {
                    continue;
                }
                List<OutputColumn> columns = boundQuery.columns();
                List<List<String>> rows = client.rows(query);
                executedCount++;
                boolean isProof = false;
                for (int index = 0; index < columns.size(); index++) {
                    boolean isNeverNull = columns.get(index).nullCause() == null;
                    isProof |= isNeverNull && !rows.isEmpty();
                    int column = index;
                    assertThat(isNeverNull && rows.stream().anyMatch(row -> row.get(column) == null))
                            .as("seed %s: column %s of %s is NULL", SEED, index + 1, query)
                            .isFalse();
                }
                proofCount += isProof ? 1 : 0;
            }
        }
        System.out.println(
                "NULL in the rows of random queries: " + executedCount + " executed, " + proofCount + " with a proof");
        assertThat(proofCount).isGreaterThanOrEqualTo(MIN_PROOFS);
    }

    private static QueryAnalysis analysis(Catalog catalog, String database) {
        return new QueryAnalysis(
                ServerProfile.DEFAULT, new CatalogSourceResolver(ServerProfile.DEFAULT, catalog), database);
    }

    /**
     * Generates queries of the tables a, b and c. The table c is empty; columns whose names begin with n have NULLs.
     */
    private record NullableQueryGenerator(Dice dice) {
        String query() {
            int shape = dice.below(10);
            if (shape == 0) {
                return selectQuery(2) + dice.pick(" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT ") + selectQuery(2);
            }
            return shape < 5 ? selectQuery(1 + dice.below(3)) : groupedQuery();
        }

        private String selectQuery(int columnCount) {
            List<String> relationNames = new ArrayList<>();
            String from = from(relationNames, 2);
            List<String> items = new ArrayList<>();
            for (int i = 0; i < columnCount; i++) {
                items.add(dice.oneIn(5) ? windowCall(relationNames) : number(relationNames, 2));
            }
            return "SELECT " + String.join(", ", items) + " FROM " + from + where(relationNames);
        }

        private String groupedQuery() {
            List<String> relationNames = new ArrayList<>();
            String from = from(relationNames, 2);
            List<String> keys = List.of(column(relationNames, "s", "ns"), column(relationNames, "d", "nd"));
            String groupBy = dice.pick(
                    "",
                    " GROUP BY " + keys.get(0),
                    " GROUP BY " + keys.get(0) + ", " + keys.get(1),
                    " GROUP BY ROLLUP (" + keys.get(0) + ", " + keys.get(1) + ")",
                    " GROUP BY GROUPING SETS ((" + keys.get(0) + ", " + keys.get(1) + "), (" + keys.get(0) + "))");
            List<String> items = new ArrayList<>();
            if (!groupBy.isEmpty()) {
                items.add(keys.get(0));
                items.add(dice.pick("upper(%s)", "coalesce(%s, '-')", "%s").formatted(keys.get(0)));
                if (!groupBy.endsWith(keys.get(0))) {
                    items.add(keys.get(1));
                }
            }
            String aggregate = aggregate(relationNames);
            items.add(aggregate);
            items.add(dice.pick("coalesce(%s, 0)", "%s + 1", "abs(%s)").formatted(aggregate(relationNames)));
            String having = dice.oneIn(3)
                    ? " HAVING " + dice.pick("%s > 0", "%s IS NOT NULL").formatted(aggregate)
                    : "";
            return "SELECT " + String.join(", ", items) + " FROM " + from + where(relationNames) + groupBy + having;
        }

        private String windowCall(List<String> relationNames) {
            String argument = number(relationNames, 1);
            String over = "OVER (PARTITION BY " + column(relationNames, "s", "ns") + " ORDER BY "
                    + column(relationNames, "id", "nx");
            String frame = dice.pick(
                    "",
                    " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
                    " ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING",
                    " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                    " ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING");
            return dice.pick(
                    dice.pick("sum", "max", "count", "avg", "first_value", "last_value") + "(" + argument + ") " + over
                            + frame + ")",
                    dice.pick("lag", "lead") + "(" + argument + dice.pick("", ", 1", ", 1, 0") + ") " + over + ")",
                    dice.pick("row_number", "rank", "dense_rank") + "() " + over + ")");
        }

        private String aggregate(List<String> relationNames) {
            return dice.pick("sum", "max", "min", "avg", "count", "count", "any_value")
                    + "("
                    + number(relationNames, 1)
                    + ")";
        }

        /** Returns the relations of a FROM clause, and adds their names to a list. */
        private String from(List<String> relationNames, int depth) {
            String first = relation(relationNames, depth);
            if (dice.oneIn(3)) {
                return first;
            }
            int leftSize = relationNames.size();
            String joinKeyword = dice.pick(" JOIN ", " LEFT JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
            String second = relation(relationNames, depth);
            String leftName = dice.pickFrom(() -> relationNames.get(0));
            String rightName = relationNames.get(leftSize);
            String condition = dice.pick("%s.id = %s.id", "%s.nx = %s.x", "%s.s = %s.ns", "%s.id = %s.nx")
                    .formatted(leftName, rightName);
            String join = first + joinKeyword + second + " ON " + condition;
            if (depth > 1 && dice.coin()) {
                String third = relation(relationNames, 1);
                join += dice.pick(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ") + third + " ON "
                        + relationNames.get(dice.below(relationNames.size() - 1)) + ".id = "
                        + relationNames.get(relationNames.size() - 1) + ".id";
            }
            return join;
        }

        private String relation(List<String> relationNames, int depth) {
            String name = "r" + (relationNames.size() + 1);
            String table = dice.pick("a", "a", "b", "b", "c");
            String relation;
            if (depth > 1 && dice.oneIn(4)) {
                List<String> innerNames = new ArrayList<>(List.of("i"));
                relation = "(SELECT id, x, s, d, nx, ns, nd FROM " + table + " AS i" + where(innerNames) + ")";
            } else {
                relation = table;
            }
            relationNames.add(name);
            return relation + " AS " + name;
        }

        private String where(List<String> relationNames) {
            if (dice.coin()) {
                return "";
            }
            String condition = condition(relationNames);
            return " WHERE "
                    + (dice.coin() ? condition : condition + dice.pick(" AND ", " OR ") + condition(relationNames));
        }

        private String condition(List<String> relationNames) {
            String number = number(relationNames, 1);
            String text = text(relationNames);
            return dice.pick(
                    number + " > 0",
                    number + " IS NOT NULL",
                    number + " IS NULL",
                    "NOT (" + number + " = 1)",
                    "NOT (" + number + " IS NULL OR " + text + " = '')",
                    membership(number, " IN (0, 1)"),
                    membership(number, " NOT IN (5, 6)"),
                    number + " BETWEEN 0 AND " + number(relationNames, 1),
                    number + " NOT BETWEEN 5 AND " + number(relationNames, 1),
                    number + " <=> 1",
                    membership(number, " IN (SELECT x FROM c)"),
                    membership(number, " NOT IN (SELECT x FROM c)"),
                    text + " LIKE 'p%'",
                    text + " <> 'p'",
                    column(relationNames, "d", "nd") + " >= '2024-01-02'",
                    "EXISTS (SELECT 1 FROM b AS e WHERE e.x = " + column(relationNames, "x", "nx") + ")");
        }

        private String number(List<String> relationNames, int depth) {
            if (depth == 0 || dice.oneIn(3)) {
                return dice.oneIn(5) ? dice.pick("0", "1", "NULL") : column(relationNames, "x", "nx", "id");
            }
            String first = number(relationNames, depth - 1);
            String second = number(relationNames, depth - 1);
            return dice.pickFrom(
                    () -> "(" + first + dice.pick(" + ", " - ", " * ", " / ", " % ") + second + ")",
                    () -> "(" + first + dice.pick(" / 2", " % 2") + ")",
                    () -> dice.pick("coalesce", "ifnull", "nullif", "greatest", "least") + "(" + first + ", " + second
                            + ")",
                    () -> "if(" + condition(relationNames) + ", " + first + ", " + second + ")",
                    () -> "CASE WHEN " + condition(relationNames) + " THEN " + first + dice.pick(" ELSE " + second, "")
                            + " END",
                    () -> dice.pick("abs", "sign", "floor") + "(" + first + ")",
                    () -> dice.pick("length", "ascii") + "(" + text(relationNames) + ")",
                    () -> dice.pick("year", "month", "dayofweek") + "(" + column(relationNames, "d", "nd") + ")",
                    () -> "CAST(" + text(relationNames) + " AS INT)",
                    () -> "CAST(" + first + " AS BIGINT)",
                    () -> "("
                            + dice.pick(
                                    first + " IS NULL",
                                    first + " > 1",
                                    first + " <=> 1",
                                    membership(first, " IN (1, 2)"))
                            + ")",
                    () -> dice.pick("(SELECT max(x) FROM c)", "(SELECT count(*) FROM c)", "(SELECT max(x) FROM a)"));
        }

        /**
         * Returns a condition with IN. The server supports a subquery neither before a list of several values nor
         * before another subquery, so a subquery is compared with 1.
         */
        private static String membership(String number, String values) {
            return number + (number.contains("SELECT") ? " = 1" : values);
        }

        private String text(List<String> relationNames) {
            String column = column(relationNames, "s", "ns");
            return dice.pick(
                    column, "upper(" + column + ")", "concat(" + column + ", 'z')", "substr(" + column + ", 1, 1)");
        }

        private String column(List<String> relationNames, String... names) {
            return relationNames.get(dice.below(relationNames.size())) + "." + dice.pick(names);
        }
    }
}
