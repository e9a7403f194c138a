package dev.cairn.integration.queries;

import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.List;

/** Generates queries with one correlated subquery or several, of which a server plans about half. */
final class SubqueryGenerator {
    static final List<String> TABLES = List.of(
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
        String outer = createAlias();
        String from = dice.pick("x", "y", "z") + " " + outer;
        return switch (dice.below(4)) {
            case 0 -> "SELECT " + createPredicate(outer, 2) + " FROM " + from;
            case 1 -> "SELECT " + outer + ".a, (" + createValueQuery(outer, "a", 2) + ") FROM " + from;
            case 2 ->
                "SELECT " + outer + ".a FROM " + from + " GROUP BY " + outer + ".a HAVING "
                        + createSubqueryPredicate(outer, "a", 1);
            default -> "SELECT " + outer + ".a FROM " + from + " WHERE " + createPredicate(outer, 2);
        };
    }

    private String createAlias() {
        aliasCount++;
        return "t" + aliasCount;
    }

    private String createColumn() {
        return dice.pick("a", "b", "s");
    }

    private String createPredicate(String outer, int depth) {
        String predicate = createSubqueryPredicate(outer, createColumn(), depth);
        return switch (dice.below(6)) {
            case 0 -> "(" + predicate + " OR " + outer + ".a > 1)";
            case 1 -> "NOT (" + predicate + ")";
            case 2 -> predicate + " AND " + createSubqueryPredicate(outer, createColumn(), depth);
            default -> predicate;
        };
    }

    private String createSubqueryPredicate(String outer, String column, int depth) {
        String value = outer + "." + column;
        return switch (dice.below(3)) {
            case 0 -> value + dice.pick(" IN ", " NOT IN ") + "(" + createRows(outer, column, depth) + ")";
            case 1 -> dice.pick("EXISTS ", "NOT EXISTS ") + "(" + createRows(outer, createColumn(), depth) + ")";
            default -> value + dice.pick(" = ", " < ") + "(" + createValueQuery(outer, column, depth) + ")";
        };
    }

    private String createValueQuery(String outer, String column, int depth) {
        return createQuery(
                outer, dice.oneIn(4) ? "%s." + column : dice.pick("max", "min") + "(%s." + column + ")", depth);
    }

    private String createRows(String outer, String column, int depth) {
        String select =
                dice.oneIn(8) ? "DISTINCT %s." + column : dice.oneIn(8) ? "max(%s." + column + ")" : "%s." + column;
        return createQuery(outer, select, depth);
    }

    private String createQuery(String outer, String select, int depth) {
        String inner = createAlias();
        StringBuilder query = new StringBuilder("SELECT ")
                .append(select.formatted(inner))
                .append(" FROM ")
                .append(dice.pick("x", "y", "z"))
                .append(' ')
                .append(inner);
        List<String> conditions = new ArrayList<>();
        for (int i = dice.below(3); i >= 0; i--) {
            conditions.add(createCondition(outer, inner, depth));
        }
        query.append(" WHERE ").append(String.join(" AND ", conditions));
        if (dice.oneIn(8)) {
            query.append(" GROUP BY ").append(inner).append(".").append(createColumn());
        }
        if (dice.oneIn(8)) {
            query.append(" LIMIT 1");
        }
        return query.toString();
    }

    /** Creates a condition on the subquery alone, on both queries, or one with another subquery. */
    private String createCondition(String outer, String inner, int depth) {
        String column = createColumn();
        String equality = inner + "." + column + " = " + outer + "." + column;
        return switch (dice.below(depth > 0 ? 8 : 7)) {
            case 0 -> inner + ".a > 1";
            case 1 -> inner + "." + column + dice.pick(" < ", " <=> ", " <> ") + outer + "." + column;
            case 2 -> "(" + equality + " OR " + inner + ".b > 2)";
            case 3 -> "NOT (" + inner + "." + column + " <> " + outer + "." + column + ")";
            case 7 -> createSubqueryPredicate(dice.oneIn(4) ? outer : inner, createColumn(), depth - 1);
            default -> equality;
        };
    }
}
