package dev.cairn.integration.queries;

import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.List;

/** Generates queries with one or more correlated subqueries; a server plans about half of the queries. */
final class SubqueryGenerator {
    static final List<String> CREATE_TABLES = List.of(
            "CREATE TABLE x (a INT, b BIGINT, s VARCHAR(20)) DUPLICATE KEY (a) DISTRIBUTED BY HASH (a) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')",
            "CREATE TABLE y (a INT, b BIGINT, s VARCHAR(20)) DUPLICATE KEY (a) DISTRIBUTED BY HASH (a) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')",
            "CREATE TABLE z (a INT, b BIGINT, s VARCHAR(20)) DUPLICATE KEY (a) DISTRIBUTED BY HASH (a) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')");

    private final Dice dice;
    private int aliasCount;

    SubqueryGenerator(Dice dice) {
        this.dice = dice;
    }

    String createQuery() {
        String outerAlias = createAlias();
        String fromItem = dice.pick("x", "y", "z") + " " + outerAlias;
        return switch (dice.below(4)) {
            case 0 -> "SELECT " + createPredicate(outerAlias, 2) + " FROM " + fromItem;
            case 1 -> "SELECT " + outerAlias + ".a, (" + createValueQuery(outerAlias, "a", 2) + ") FROM " + fromItem;
            case 2 ->
                "SELECT " + outerAlias + ".a FROM " + fromItem + " GROUP BY " + outerAlias + ".a HAVING "
                        + createSubqueryPredicate(outerAlias, "a", 1);
            default -> "SELECT " + outerAlias + ".a FROM " + fromItem + " WHERE " + createPredicate(outerAlias, 2);
        };
    }

    private String createAlias() {
        aliasCount++;
        return "t" + aliasCount;
    }

    private String chooseColumn() {
        return dice.pick("a", "b", "s");
    }

    private String createPredicate(String outerAlias, int depth) {
        String predicate = createSubqueryPredicate(outerAlias, chooseColumn(), depth);
        return switch (dice.below(6)) {
            case 0 -> "(" + predicate + " OR " + outerAlias + ".a > 1)";
            case 1 -> "NOT (" + predicate + ")";
            case 2 -> predicate + " AND " + createSubqueryPredicate(outerAlias, chooseColumn(), depth);
            default -> predicate;
        };
    }

    private String createSubqueryPredicate(String outerAlias, String column, int depth) {
        String value = outerAlias + "." + column;
        return switch (dice.below(3)) {
            case 0 -> value + dice.pick(" IN ", " NOT IN ") + "(" + createRowsQuery(outerAlias, column, depth) + ")";
            case 1 ->
                dice.pick("EXISTS ", "NOT EXISTS ") + "(" + createRowsQuery(outerAlias, chooseColumn(), depth) + ")";
            default -> value + dice.pick(" = ", " < ") + "(" + createValueQuery(outerAlias, column, depth) + ")";
        };
    }

    private String createValueQuery(String outerAlias, String column, int depth) {
        return createQuery(
                outerAlias, dice.oneIn(4) ? "%s." + column : dice.pick("max", "min") + "(%s." + column + ")", depth);
    }

    private String createRowsQuery(String outerAlias, String column, int depth) {
        String selectFormat =
                dice.oneIn(8) ? "DISTINCT %s." + column : dice.oneIn(8) ? "max(%s." + column + ")" : "%s." + column;
        return createQuery(outerAlias, selectFormat, depth);
    }

    private String createQuery(String outerAlias, String selectFormat, int depth) {
        String innerAlias = createAlias();
        StringBuilder query = new StringBuilder("SELECT ")
                .append(selectFormat.formatted(innerAlias))
                .append(" FROM ")
                .append(dice.pick("x", "y", "z"))
                .append(' ')
                .append(innerAlias);
        List<String> conditions = new ArrayList<>();
        for (int i = dice.below(3); i >= 0; i--) {
            conditions.add(createCondition(outerAlias, innerAlias, depth));
        }
        query.append(" WHERE ").append(String.join(" AND ", conditions));
        if (dice.oneIn(8)) {
            query.append(" GROUP BY ").append(innerAlias).append(".").append(chooseColumn());
        }
        if (dice.oneIn(8)) {
            query.append(" LIMIT 1");
        }
        return query.toString();
    }

    /** Creates a condition on the subquery alone, on both queries, or with another subquery. */
    private String createCondition(String outerAlias, String innerAlias, int depth) {
        String column = chooseColumn();
        String equality = innerAlias + "." + column + " = " + outerAlias + "." + column;
        return switch (dice.below(depth > 0 ? 8 : 7)) {
            case 0 -> innerAlias + ".a > 1";
            case 1 -> innerAlias + "." + column + dice.pick(" < ", " <=> ", " <> ") + outerAlias + "." + column;
            case 2 -> "(" + equality + " OR " + innerAlias + ".b > 2)";
            case 3 -> "NOT (" + innerAlias + "." + column + " <> " + outerAlias + "." + column + ")";
            case 7 -> createSubqueryPredicate(dice.oneIn(4) ? outerAlias : innerAlias, chooseColumn(), depth - 1);
            default -> equality;
        };
    }
}
