package dev.cairn.embedded.show;

import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Requires that the clauses of a SHOW statement have the form that a frontend accepts. In some statements, a frontend
 * only compares certain columns with literals, and only sorts by names of columns.
 */
final class ShowFilterCheck {
    private static final Set<Operator> COMPARISONS = EnumSet.of(
            Operator.EQUAL,
            Operator.NULL_SAFE_EQUAL,
            Operator.NOT_EQUAL,
            Operator.LESS,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER,
            Operator.GREATER_OR_EQUAL);

    private static final Set<String> JOB_FILTER_COLUMNS = Set.of("tablename", "state", "createtime", "finishtime");

    /** The columns by which jobs of every kind can be sorted. */
    private static final List<String> JOB_SORT_COLUMNS = List.of(
            "JobId",
            "TableName",
            "CreateTime",
            "FinishTime",
            "IndexName",
            "IndexId",
            "OriginIndexId",
            "SchemaVersion",
            "TransactionId",
            "State",
            "Msg",
            "Progress",
            "Timeout");

    private ShowFilterCheck() {}

    /** Checks the clauses of SHOW ALTER. */
    static void checkJobFilter(ShowFilter filter) {
        for (Expression conjunct : listConjuncts(filter)) {
            checkJobCondition(conjunct);
        }
        requireSortColumns(filter, JOB_SORT_COLUMNS);
    }

    /** Checks the ORDER BY clause of SHOW PARTITIONS. */
    static void requirePartitionOrder(ShowFilter filter, List<String> columnNames) {
        for (SortItem item : filter.orderBy()) {
            String name = findColumnName(item.value())
                    .orElseThrow(() -> createPartitionRefusal(item.value(), "ORDER BY of other values than columns"));
            if (columnNames.stream().noneMatch(name::equalsIgnoreCase)) {
                throw Refusal.ofAnalysis(item.value().span(), ServerError.INCORRECT_COLUMN_NAME, name);
            }
        }
    }

    /** Requires that ORDER BY contains only names of these columns. */
    static void requireSortColumns(ShowFilter filter, List<String> columnNames) {
        for (SortItem item : filter.orderBy()) {
            String name = findColumnName(item.value())
                    .orElseThrow(() -> createRefusal(item.value(), "Should order by column"));
            if (columnNames.stream().noneMatch(name::equalsIgnoreCase)) {
                throw createRefusal(item.value(), "Title name[" + name + "] does not exist");
            }
        }
    }

    /** Returns the conditions that AND combines; empty without a WHERE clause. */
    static List<Expression> listConjuncts(ShowFilter filter) {
        return filter.where() == null
                ? List.of()
                : filter.where().conjuncts().stream().map(Expression::unwrap).toList();
    }

    /** Refuses a condition that consists of OR, NOT or NOT LIKE. */
    static void requireNoCompound(Expression conjunct) {
        if (isCompound(conjunct)) {
            throw createRefusal(conjunct, "Only allow compound predicate with operator AND");
        }
    }

    /** Returns whether a condition consists of OR, NOT or NOT LIKE. */
    static boolean isCompound(Expression conjunct) {
        return (conjunct instanceof Expression.Binary binary
                        && binary.operator().canonicalOperator() == Operator.OR)
                || (conjunct instanceof Expression.Unary unary
                        && unary.operator().canonicalOperator() == Operator.NOT)
                || (conjunct instanceof Expression.Like like && like.isNegated());
    }

    /** Returns a condition as a comparison; empty for any other condition. */
    static Optional<Expression.Binary> findComparison(Expression conjunct) {
        return conjunct instanceof Expression.Binary binary
                        && COMPARISONS.contains(binary.operator().canonicalOperator())
                ? Optional.of(binary)
                : Optional.empty();
    }

    /** Returns the name of a column; empty for any other expression. */
    static Optional<String> findColumnName(Expression value) {
        return value.unwrap() instanceof Expression.Reference reference
                ? Optional.of(reference.name().lastPart().text())
                : Optional.empty();
    }

    /** Returns the server's refusal of a clause, for the caller to throw. */
    static Refusal createRefusal(Expression part, String message) {
        return Refusal.ofAnalysis(part.span(), ServerError.COMMON, message);
    }

    private static void checkJobCondition(Expression conjunct) {
        requireNoCompound(conjunct);
        Expression.Binary comparison = findComparison(conjunct)
                .orElseThrow(() -> createRefusal(conjunct, "The operator =|>=|<=|>|<|!= are supported."));
        String columnName = findColumnName(comparison.left())
                .orElseThrow(() -> createRefusal(conjunct, "Only support column = xxx syntax."))
                .toLowerCase(Locale.ROOT);
        if (!JOB_FILTER_COLUMNS.contains(columnName)) {
            throw createRefusal(conjunct, "The columns of TableName/CreateTime/FinishTime/State are supported.");
        }
        boolean isTime = columnName.endsWith("time");
        if (!isTextLiteral(comparison.right()) || (!isTime && comparison.operator() != Operator.EQUAL)) {
            throw createRefusal(
                    conjunct,
                    isTime
                            ? "Where clause : CreateTime/FinishTime =|>=|<=|>|<|!= \"2019-12-02|2019-12-02 14:54:00\""
                            : "Where clause : TableName = \"table1\" or State ="
                                    + " \"FINISHED|CANCELLED|RUNNING|PENDING|WAITING_TXN\"");
        }
    }

    static boolean isTextLiteral(Expression value) {
        return value.unwrap() instanceof Expression.StringLiteral;
    }

    static Refusal createPartitionRefusal(Expression part, String unsupported) {
        return Refusal.ofAnalysis(part.span(), CommonRule.UNSUPPORTED, "SHOW PARTITIONS", unsupported);
    }
}
