package dev.cairn.engine.row;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Reference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Recognizes subqueries that return each row of a table because they read the table itself. A condition with such a
 * subquery does not exclude any row, for example {@code DELETE FROM orders WHERE id IN (SELECT id FROM orders)}.
 *
 * @param table the table whose rows a statement changes
 * @param isTable returns whether a name in the statement refers to the table
 * @param commonTables the common tables of the statement
 */
record SelfSubqueryAnalysis(Table table, Predicate<QualifiedName> isTable, List<Query.CommonTable> commonTables) {
    /** Returns whether a subquery returns a row for each row of the table. */
    boolean containsEveryRow(Query query) {
        return query.commonTables().isEmpty()
                && query.limit() == null
                && containsEveryRow(query.body(), Optional.empty());
    }

    /** Returns whether a subquery of one column returns the value of an expression for each row of the table. */
    boolean containsEveryRow(Query query, Expression value) {
        return query.commonTables().isEmpty()
                && query.limit() == null
                && containsEveryRow(query.body(), Optional.of(value));
    }

    /** Returns whether a part of a subquery has a row for each row of the table, with the value if one is given. */
    private boolean containsEveryRow(Query.Body body, Optional<Expression> value) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return value.map(testedExpression -> containsEveryRow(nestedQuery.query(), testedExpression))
                    .orElseGet(() -> containsEveryRow(nestedQuery.query()));
        }
        if (body instanceof Query.SetOperation operation
                && operation.canonicalKind() == Query.SetOperation.Kind.UNION) {
            return containsEveryRow(operation.left(), value) || containsEveryRow(operation.right(), value);
        }
        if (!(body instanceof Query.Select select)
                || !isPlainSelect(select)
                || select.from().size() != 1) {
            return false;
        }
        Relation relation = select.from().get(0);
        Expression where = select.where();
        return containsEveryRow(relation)
                && (where == null
                        || RowConditionEvaluator.evaluate(
                                        unqualifyColumns(
                                                where, Set.of(RowConditionEvaluator.lowerCaseRelationName(relation))),
                                        this)
                                == TruthValue.ALWAYS)
                && value.filter(testedExpression -> !returnsTestedColumn(select, testedExpression))
                        .isEmpty();
    }

    private static boolean isPlainSelect(Query.Select select) {
        return select.groupBy() == null
                && select.having() == null
                && select.qualify() == null
                && select.pivot() == null
                && select.items().stream().allMatch(SelfSubqueryAnalysis::isColumnOrConstant);
    }

    private static boolean isColumnOrConstant(Query.SelectItem item) {
        return item instanceof Query.SelectItem.Star
                || (item instanceof Query.SelectItem.Value value
                        && (value.value().unwrap() instanceof Reference
                                || ConstantExpressions.isConstant(value.value())));
    }

    /**
     * Returns whether the only column of a subquery is the tested column, and this column is NOT NULL. A NULL would not
     * be found, because it is equal to no value.
     */
    private boolean returnsTestedColumn(Query.Select select, Expression testedExpression) {
        return select.items().size() == 1
                && select.items().get(0) instanceof Query.SelectItem.Value item
                && item.value().unwrap() instanceof Reference selectedReference
                && testedExpression.unwrap() instanceof Reference testedReference
                && selectedReference
                        .name()
                        .lastPart()
                        .equalsIgnoreCase(testedReference.name().lastPart().text())
                && table.findColumn(testedReference.name().lastPart().text())
                        .filter(testedColumn -> !testedColumn.isNullable())
                        .isPresent();
    }

    /** Returns whether a relation has a row for each row of the table, and the names of its columns. */
    boolean containsEveryRow(Relation relation) {
        if (relation instanceof Relation.Derived derivedRelation) {
            return containsEveryRow(derivedRelation.query()) && keepsColumnNames(derivedRelation.query());
        }
        if (!(relation instanceof Relation.Named namedRelation)
                || namedRelation.partitions() != null
                || namedRelation.section().sample() != null) {
            return false;
        }
        if (namedRelation.name().parts().size() > 1) {
            return isTable.test(namedRelation.name());
        }
        Name name = namedRelation.name().lastPart();
        for (int i = commonTables.size() - 1; i >= 0; i--) {
            Query.CommonTable commonTable = commonTables.get(i);
            if (commonTable.name().equalsIgnoreCase(name.text())) {
                SelfSubqueryAnalysis precedingAnalysis =
                        new SelfSubqueryAnalysis(table, isTable, commonTables.subList(0, i));
                return commonTable.columns().isEmpty()
                        && precedingAnalysis.containsEveryRow(commonTable.query())
                        && keepsColumnNames(commonTable.query());
            }
        }
        return isTable.test(namedRelation.name());
    }

    private boolean keepsColumnNames(Query query) {
        return query.body().firstSelect().items().stream()
                .allMatch(item -> item instanceof Query.SelectItem.Star
                        || (item instanceof Query.SelectItem.Value value
                                && value.alias() == null
                                && value.value().unwrap() instanceof Reference));
    }

    /**
     * Rewrites a condition on the table and on relations with the same rows into a condition on a single row. If the
     * rewritten condition always holds, the original condition holds for each row combined with itself.
     *
     * @param otherRelationNames the lower-case names of the relations
     */
    Expression unqualifyColumns(Expression condition, Set<String> otherRelationNames) {
        Set<String> relationNames = new TreeSet<>(otherRelationNames);
        relationNames.add(table.name().toLowerCase(Locale.ROOT));
        return condition.rewrite(subexpression -> {
            if (!(subexpression instanceof Reference reference)
                    || reference.name().parts().size() == 1) {
                return subexpression;
            }
            List<Name> nameParts = reference.name().parts();
            Optional<Column> column = table.findColumn(nameParts.get(1).text());
            return column.isPresent()
                            && relationNames.contains(nameParts.get(0).text().toLowerCase(Locale.ROOT))
                    ? new Reference(new QualifiedName(nameParts.subList(1, nameParts.size())), reference.span())
                    : subexpression;
        });
    }
}
