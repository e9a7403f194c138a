package dev.cairn.engine.row;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Manipulation.Delete;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides for which rows of a table the condition of an UPDATE or DELETE holds, as far as the text alone tells it. */
public final class RowCondition {
    /** The value of a condition for the rows of the table. */
    public enum Value {
        ALWAYS,
        NEVER,
        /** NULL for all rows; therefore, neither the condition nor its negation holds. */
        UNKNOWN,
        /** The same for all rows, and not known before the statement runs. */
        SAME,
        DEPENDS
    }

    private static final Set<Operator> COMPARISONS = EnumSet.of(
            Operator.EQUAL,
            Operator.EQUAL_FOR_NULL,
            Operator.NOT_EQUAL,
            Operator.LESS,
            Operator.LESS_OR_EQUAL,
            Operator.GREATER,
            Operator.GREATER_OR_EQUAL);

    /** Two values that are not NULL are less, equal or greater. */
    private static final int ORDERS = 3;

    /** Columns that can't be NULL; null if the table is not known. */
    private final @Nullable Table table;

    private final Set<String> others;

    private RowCondition(@Nullable Table table, Set<String> others) {
        this.table = table;
        this.others = others;
    }

    /**
     * Returns whether rows of a table meet a condition: all, none, or only some.
     *
     * @param where null stands for no condition
     */
    public static Value of(@Nullable Expression where, @Nullable Table table) {
        return where == null ? Value.ALWAYS : new RowCondition(table, Set.of()).value(where);
    }

    /** Returns the value of the condition of a DELETE; the tables behind USING have the same rows for each row of the target. */
    public static Value of(Delete delete, @Nullable Table table) {
        Expression where = delete.where();
        Set<String> using = delete.using().stream()
                .map(RowCondition::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return where == null ? Value.ALWAYS : new RowCondition(table, using).value(where);
    }

    private static String name(Relation relation) {
        Relation.Alias alias = relation instanceof Relation.Named named
                ? named.alias()
                : relation instanceof Relation.Derived derived ? derived.alias() : null;
        if (alias != null) {
            return alias.name().text().toLowerCase(Locale.ROOT);
        }
        return relation instanceof Relation.Named named
                ? named.name().last().text().toLowerCase(Locale.ROOT)
                : "";
    }

    private Value value(Expression written) {
        Expression condition = written.unwrap();
        Value known = evaluate(condition);
        return known == Value.DEPENDS && isSame(condition) ? Value.SAME : known;
    }

    private Value evaluate(Expression condition) {
        if (condition instanceof Expression.Bool bool) {
            return of(bool.value());
        }
        if (condition instanceof Expression.Number number) {
            return of(new BigDecimal(number.text()).signum() != 0);
        }
        if (condition instanceof Expression.Null) {
            return Value.UNKNOWN;
        }
        if (condition instanceof Expression.IsNull isNull) {
            return isNeverNull(isNull.value()) ? of(isNull.negated()) : Value.DEPENDS;
        }
        if (condition instanceof Expression.InQuery in) {
            return isOwnColumn(in) ? of(!in.negated()) : Value.DEPENDS;
        }
        if (condition instanceof Expression.Unary unary && unary.operator().meaning() == Operator.NOT) {
            return negate(value(unary.operand()));
        }
        if (!(condition instanceof Binary binary)) {
            return Value.DEPENDS;
        }
        return switch (binary.operator().meaning()) {
            case AND -> conjunction(value(binary.left()), value(binary.right()));
            case OR -> disjunction(binary);
            default -> COMPARISONS.contains(binary.operator().meaning()) ? comparison(binary) : Value.DEPENDS;
        };
    }

    private static Value of(boolean holds) {
        return holds ? Value.ALWAYS : Value.NEVER;
    }

    private static Value negate(Value value) {
        return switch (value) {
            case ALWAYS -> Value.NEVER;
            case NEVER -> Value.ALWAYS;
            case UNKNOWN, SAME, DEPENDS -> value;
        };
    }

    private static Value conjunction(Value left, Value right) {
        if (left == Value.NEVER || right == Value.NEVER) {
            return Value.NEVER;
        }
        if (left == Value.ALWAYS || left == right) {
            return right;
        }
        if (right == Value.ALWAYS) {
            return left;
        }
        return left == Value.DEPENDS || right == Value.DEPENDS ? Value.DEPENDS : Value.SAME;
    }

    private Value disjunction(Binary or) {
        Value either = negate(conjunction(negate(value(or.left())), negate(value(or.right()))));
        return either == Value.DEPENDS && new Alternatives().add(or).isExhaustive() ? Value.ALWAYS : either;
    }

    /** The alternatives of an OR that compare the same two values, as in {@code a < 1 OR a >= 1}, or test a value for NULL. */
    private final class Alternatives {
        private final Map<List<String>, Compared> comparisons = new HashMap<>();
        private final Set<String> nulls = new HashSet<>();
        private final Set<String> values = new HashSet<>();

        Alternatives add(Expression written) {
            Expression condition = written.unwrap();
            if (condition instanceof Expression.IsNull isNull) {
                (isNull.negated() ? values : nulls).add(Sql.render(isNull.value()));
            } else if (condition instanceof Binary binary) {
                Operator operator = binary.operator().meaning();
                if (operator == Operator.OR) {
                    add(binary.left());
                    add(binary.right());
                } else if (COMPARISONS.contains(operator)) {
                    addComparison(binary, operator);
                }
            }
            return this;
        }

        private void addComparison(Binary binary, Operator operator) {
            String left = Sql.render(binary.left().unwrap());
            String right = Sql.render(binary.right().unwrap());
            boolean inverse = left.compareTo(right) > 0;
            List<String> pair = inverse ? List.of(right, left) : List.of(left, right);
            Compared compared = comparisons.computeIfAbsent(pair, any -> new Compared(binary, new HashSet<>()));
            for (int order = -1; order <= 1; order++) {
                if (holds(operator, order)) {
                    compared.orders.add(inverse ? -order : order);
                }
            }
        }

        /** Returns whether one of the alternatives holds in each row. */
        boolean isExhaustive() {
            return nulls.stream().anyMatch(values::contains)
                    || comparisons.values().stream()
                            .anyMatch(compared -> compared.orders.size() == compared.possibleOrders()
                                    && isAnswered(compared.first.left())
                                    && isAnswered(compared.first.right()));
        }

        /** Returns whether an operand is not NULL, or an alternative of its own says that it is. */
        private boolean isAnswered(Expression operand) {
            return isNeverNull(operand) || nulls.contains(Sql.render(operand.unwrap()));
        }
    }

    /** Two operands, by the first of their comparisons, and the orders in which one of these holds. */
    private record Compared(Binary first, Set<Integer> orders) {
        /** A value that is compared with itself is equal, and nothing else. */
        int possibleOrders() {
            Expression left = first.left().unwrap();
            boolean same = left instanceof Expression.Reference
                    && Sql.render(left).equals(Sql.render(first.right().unwrap()));
            return same && orders.contains(0) ? orders.size() : ORDERS;
        }
    }

    /** Returns whether a column of the table, which can't be NULL, is searched among all its own values. */
    private boolean isOwnColumn(Expression.InQuery in) {
        if (table == null || !(in.value().unwrap() instanceof Expression.Reference column) || !isNeverNull(column)) {
            return false;
        }
        return in.query()
                .wholeRelation()
                .filter(relation -> relation.name().parts().size() == 1
                        && relation.name().last().text().equals(table.name()))
                .map(relation -> in.query().body().firstSelect().items())
                .filter(items -> items.size() == 1
                        && items.get(0) instanceof Query.Item.Value value
                        && value.value().unwrap() instanceof Expression.Reference output
                        && output.name().last().is(column.name().last().text()))
                .isPresent();
    }

    private Value comparison(Binary binary) {
        Expression left = binary.left().unwrap();
        Expression right = binary.right().unwrap();
        Operator operator = binary.operator().meaning();
        if (left instanceof Expression.Null || right instanceof Expression.Null) {
            return operator == Operator.EQUAL_FOR_NULL ? Value.DEPENDS : Value.UNKNOWN;
        }
        boolean isOrdered =
                isNeverNull(left) || (operator == Operator.EQUAL_FOR_NULL && left instanceof Expression.Reference);
        if (isOrdered && Sql.render(left).equals(Sql.render(right))) {
            return of(holds(operator, 0));
        }
        if (left instanceof Expression.Number one && right instanceof Expression.Number other) {
            return of(holds(operator, new BigDecimal(one.text()).compareTo(new BigDecimal(other.text()))));
        }
        // Only the equality of texts is the same in all collations.
        return left instanceof Expression.Text one
                        && right instanceof Expression.Text other
                        && (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL)
                ? of(one.value().equals(other.value()) == (operator == Operator.EQUAL))
                : Value.DEPENDS;
    }

    private static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL, EQUAL_FOR_NULL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.text());
        };
    }

    private boolean isNeverNull(Expression written) {
        Expression expression = written.unwrap();
        boolean literal = expression instanceof Expression.Number
                || expression instanceof Expression.Text
                || expression instanceof Expression.Bool;
        return literal
                || (table != null
                        && expression instanceof Expression.Reference reference
                        && !isOther(reference)
                        && table.column(reference.name().last().text())
                                .filter(column -> !column.nullable())
                                .isPresent());
    }

    private boolean isSame(Expression condition) {
        return ConstantExpressions.isConstant(condition.rewrite(
                part -> part instanceof Expression.Reference reference && isOther(reference)
                        ? new Expression.Null(Span.NONE)
                        : part));
    }

    private boolean isOther(Expression.Reference reference) {
        return reference.name().parts().size() > 1
                && others.contains(reference.name().parts().get(0).text().toLowerCase(Locale.ROOT));
    }
}
