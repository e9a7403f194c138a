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

    /** The least number of queries with rows and with a column that is never NULL. Other queries prove nothing. */
    private static final int MIN_PROOFS = QUERY_COUNT / 5;

    @Test
    void noFunctionThatIsNeverNullReturnsNull() {
        List<String> wrongExpressions = new ArrayList<>();
        QueryAnalysis analysis = analysis(Catalog.EMPTY, null);
        for (FunctionCase functionCase : FunctionCase.all()) {
            OutputColumn column = analysis.analyse(Sql.parseQuery("SELECT " + functionCase.expression()))
                    .columns()
                    .get(0);
            if (column.cause() == null && functionCase.result().equals("NULL")) {
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
                BoundQuery boundQuery = analysis.analyse(Sql.parseQuery(query));
                if (!boundQuery.bindings().isPlannable()) {
                    continue;
                }
                List<OutputColumn> columns = boundQuery.columns();
                List<List<String>> rows = client.rows(query);
                executedCount++;
                boolean isProof = false;
                for (int index = 0; index < columns.size(); index++) {
                    boolean isNeverNull = columns.get(index).cause() == null;
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

        private String selectQuery(int columns) {
            List<String> relations = new ArrayList<>();
            String from = from(relations, 2);
            List<String> items = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                items.add(dice.oneIn(5) ? windowCall(relations) : number(relations, 2));
            }
            return "SELECT " + String.join(", ", items) + " FROM " + from + where(relations);
        }

        private String groupedQuery() {
            List<String> relations = new ArrayList<>();
            String from = from(relations, 2);
            List<String> keys = List.of(column(relations, "s", "ns"), column(relations, "d", "nd"));
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
            String aggregate = aggregate(relations);
            items.add(aggregate);
            items.add(dice.pick("coalesce(%s, 0)", "%s + 1", "abs(%s)").formatted(aggregate(relations)));
            String having = dice.oneIn(3)
                    ? " HAVING " + dice.pick("%s > 0", "%s IS NOT NULL").formatted(aggregate)
                    : "";
            return "SELECT " + String.join(", ", items) + " FROM " + from + where(relations) + groupBy + having;
        }

        private String windowCall(List<String> relations) {
            String argument = number(relations, 1);
            String over =
                    "OVER (PARTITION BY " + column(relations, "s", "ns") + " ORDER BY " + column(relations, "id", "nx");
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

        private String aggregate(List<String> relations) {
            return dice.pick("sum", "max", "min", "avg", "count", "count", "any_value")
                    + "("
                    + number(relations, 1)
                    + ")";
        }

        /** Returns the relations of a FROM clause, and adds their names to a list. */
        private String from(List<String> relations, int depth) {
            String first = relation(relations, depth);
            if (dice.oneIn(3)) {
                return first;
            }
            int leftSize = relations.size();
            String joinWord = dice.pick(" JOIN ", " LEFT JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
            String second = relation(relations, depth);
            String leftName = dice.pickFrom(() -> relations.get(0));
            String rightName = relations.get(leftSize);
            String condition = dice.pick("%s.id = %s.id", "%s.nx = %s.x", "%s.s = %s.ns", "%s.id = %s.nx")
                    .formatted(leftName, rightName);
            String join = first + joinWord + second + " ON " + condition;
            if (depth > 1 && dice.coin()) {
                String third = relation(relations, 1);
                join += dice.pick(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ") + third + " ON "
                        + relations.get(dice.below(relations.size() - 1)) + ".id = "
                        + relations.get(relations.size() - 1) + ".id";
            }
            return join;
        }

        private String relation(List<String> relations, int depth) {
            String name = "r" + (relations.size() + 1);
            String table = dice.pick("a", "a", "b", "b", "c");
            String relation;
            if (depth > 1 && dice.oneIn(4)) {
                List<String> innerNames = new ArrayList<>(List.of("i"));
                relation = "(SELECT id, x, s, d, nx, ns, nd FROM " + table + " AS i" + where(innerNames) + ")";
            } else {
                relation = table;
            }
            relations.add(name);
            return relation + " AS " + name;
        }

        private String where(List<String> relations) {
            if (dice.coin()) {
                return "";
            }
            String condition = condition(relations);
            return " WHERE "
                    + (dice.coin() ? condition : condition + dice.pick(" AND ", " OR ") + condition(relations));
        }

        private String condition(List<String> relations) {
            String number = number(relations, 1);
            String text = text(relations);
            return dice.pick(
                    number + " > 0",
                    number + " IS NOT NULL",
                    number + " IS NULL",
                    "NOT (" + number + " = 1)",
                    "NOT (" + number + " IS NULL OR " + text + " = '')",
                    membership(number, " IN (0, 1)"),
                    membership(number, " NOT IN (5, 6)"),
                    number + " BETWEEN 0 AND " + number(relations, 1),
                    number + " NOT BETWEEN 5 AND " + number(relations, 1),
                    number + " <=> 1",
                    membership(number, " IN (SELECT x FROM c)"),
                    membership(number, " NOT IN (SELECT x FROM c)"),
                    text + " LIKE 'p%'",
                    text + " <> 'p'",
                    column(relations, "d", "nd") + " >= '2024-01-02'",
                    "EXISTS (SELECT 1 FROM b AS e WHERE e.x = " + column(relations, "x", "nx") + ")");
        }

        private String number(List<String> relations, int depth) {
            if (depth == 0 || dice.oneIn(3)) {
                return dice.oneIn(5) ? dice.pick("0", "1", "NULL") : column(relations, "x", "nx", "id");
            }
            String first = number(relations, depth - 1);
            String second = number(relations, depth - 1);
            return dice.pickFrom(
                    () -> "(" + first + dice.pick(" + ", " - ", " * ", " / ", " % ") + second + ")",
                    () -> "(" + first + dice.pick(" / 2", " % 2") + ")",
                    () -> dice.pick("coalesce", "ifnull", "nullif", "greatest", "least") + "(" + first + ", " + second
                            + ")",
                    () -> "if(" + condition(relations) + ", " + first + ", " + second + ")",
                    () -> "CASE WHEN " + condition(relations) + " THEN " + first + dice.pick(" ELSE " + second, "")
                            + " END",
                    () -> dice.pick("abs", "sign", "floor") + "(" + first + ")",
                    () -> dice.pick("length", "ascii") + "(" + text(relations) + ")",
                    () -> dice.pick("year", "month", "dayofweek") + "(" + column(relations, "d", "nd") + ")",
                    () -> "CAST(" + text(relations) + " AS INT)",
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

        /** The server supports no subquery in front of a list of several values, nor in front of another subquery. */
        private static String membership(String number, String values) {
            return number + (number.contains("SELECT") ? " = 1" : values);
        }

        private String text(List<String> relations) {
            String column = column(relations, "s", "ns");
            return dice.pick(
                    column, "upper(" + column + ")", "concat(" + column + ", 'z')", "substr(" + column + ", 1, 1)");
        }

        private String column(List<String> relations, String... names) {
            return relations.get(dice.below(relations.size())) + "." + dice.pick(names);
        }
    }
}
