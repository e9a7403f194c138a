package dev.cairn.engine.column;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.ColumnScope.CatalogLookup;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks generated columns, which are computed from other columns of their row. The expression is typed like an
 * expression in a query, but may read only the columns of its row.
 */
public final class GeneratedColumns {
    private GeneratedColumns() {}

    /** Checks the generated columns of a new table. */
    public static void check(ServerState server, TableKey key, List<DraftColumn> columns, List<Column> storedColumns) {
        if (columns.stream().noneMatch(DraftColumn::isGenerated)) {
            return;
        }
        if (key.model() == KeyModel.AGGREGATE) {
            throw Refusal.ofAnalysis(
                    key.span(), CommonRule.UNSUPPORTED, "A table with AGGREGATE KEY", "generated columns");
        }
        boolean hasGeneratedColumn = false;
        for (DraftColumn column : columns) {
            Expression expression = column.definition().generatedValue();
            if (expression != null) {
                requireNotKey(key, column);
                checkColumn(server, column, expression, storedColumns);
                hasGeneratedColumn = true;
            } else if (hasGeneratedColumn) {
                throw Refusal.ofAnalysis(column.definition().span(), ColumnRule.GENERATED_BEFORE_ORDINARY);
            }
        }
    }

    private static void requireNotKey(TableKey key, DraftColumn column) {
        if (key.columnNames().stream().anyMatch(name -> name.text().equals(column.name()))) {
            throw Refusal.ofAnalysis(column.definition().span(), ColumnRule.GENERATED_KEY, column.name());
        }
    }

    private static void checkColumn(
            ServerState server, DraftColumn column, Expression expression, List<Column> storedColumns) {
        List<Column> referencedColumns = new ArrayList<>();
        for (String name : expression.collectReferenceNames()) {
            // Unlike in a query, the case of the name matters.
            referencedColumns.add(findColumn(storedColumns, name)
                    .filter(storedColumn -> storedColumn.name().equals(name))
                    .orElseThrow(() ->
                            Refusal.ofAnalysis(expression.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name)));
        }
        Type type = determineType(
                server.profile(),
                new ColumnScope(
                        name -> findColumn(storedColumns, name).map(ColumnScope::toExpressionType),
                        CatalogLookup.of(server)),
                column.isHidden() ? expression : assignType(column.type(), expression));
        referencedColumns.forEach(referencedColumn -> checkReference(expression, referencedColumn));
        if (!column.isHidden() && !keepsAssignedType(expression, column.type())) {
            requireType(expression, type, column.type());
        }
    }

    /**
     * Returns whether the expression keeps the column's type. The server assigns this type first, but most expressions
     * replace it by their own.
     */
    private static boolean keepsAssignedType(Expression expression, Type type) {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return keepsAssignedType(parenthesized.expression(), type);
        }
        if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            return !arrayLiteral.elements().isEmpty() && type instanceof Type.Array;
        }
        if (expression instanceof Expression.MapLiteral mapLiteral) {
            return !mapLiteral.entries().isEmpty() && type instanceof Type.Map;
        }
        return ExpressionType.isLiteral(expression);
    }

    /**
     * Returns the expression with the type that the server assigned to it; an array literal passes the type on to its
     * elements.
     */
    private static Expression assignType(Type type, Expression expression) {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return assignType(type, parenthesized.expression());
        }
        return expression instanceof Expression.ArrayLiteral arrayLiteral && type instanceof Type.Array arrayType
                ? new Expression.ArrayLiteral(arrayType, arrayLiteral.elements(), arrayLiteral.span())
                : expression;
    }

    private static Optional<Column> findColumn(List<Column> columns, String name) {
        return columns.stream().filter(column -> column.isNamed(name)).findFirst();
    }

    private static void checkReference(Expression expression, Column referencedColumn) {
        if (referencedColumn.generatedValue() != null) {
            throw Refusal.ofAnalysis(expression.span(), ColumnRule.GENERATED_FROM_GENERATED, referencedColumn.name());
        }
        if (referencedColumn.isAutoIncrement()) {
            throw Refusal.ofAnalysis(
                    expression.span(), ColumnRule.GENERATED_FROM_AUTO_INCREMENT, referencedColumn.name());
        }
    }

    /** Checks that a clause of ALTER TABLE may define the generated column. */
    public static void check(AlterTableContext context, ColumnDefinition definition, Column column) {
        if (context.hasModel(KeyModel.AGGREGATE)) {
            throw Refusal.ofAnalysis(
                    definition.span(), CommonRule.UNSUPPORTED, "A table with AGGREGATE KEY", "generated columns");
        }
        Expression expression = definition.generatedValue();
        if (expression == null) {
            return;
        }
        CatalogLookup catalogLookup = CatalogLookup.of(context.server());
        Type type = determineType(context.profile(), ColumnScope.of(context.table(), catalogLookup), expression);
        for (String name : expression.collectReferenceNames()) {
            // The server fails here for fields of structs and for parameters of lambdas.
            Column referencedColumn = context.table()
                    .findColumn(name)
                    .orElseThrow(() ->
                            Refusal.ofExecution(expression.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
            checkReference(expression, referencedColumn);
        }
        requireType(expression, type, column.type());
    }

    /**
     * Returns the type of the expression, or null if unknown; refuses an expression that cannot be computed from a
     * single row.
     */
    private static @Nullable Type determineType(ServerProfile profile, ExpressionScope scope, Expression expression) {
        requireNoQuery(expression);
        Type type =
                new ExpressionTyping(profile, scope).determineType(expression).type();
        if (RestrictedExpression.hasOutermostAggregate(expression)) {
            throw Refusal.ofAnalysis(expression.span(), ColumnRule.GENERATED_FROM_AGGREGATE);
        }
        return type;
    }

    /** Refuses subqueries: the server fails internally for most of them and cannot evaluate the others. */
    private static void requireNoQuery(Expression expression) {
        if (expression.contains(RestrictedExpression.QUERY::matches)) {
            throw Refusal.ofAnalysis(
                    expression.span(), CommonRule.UNSUPPORTED, "The expression of a generated column", "subqueries");
        }
    }

    private static void requireType(Expression expression, @Nullable Type type, Type columnType) {
        if (type != null && !CastRules.isUnnecessary(columnType, type)) {
            throw Refusal.ofAnalysis(
                    expression.span(),
                    ColumnRule.GENERATED_TYPE_MISMATCH,
                    TypeFormat.formatForMessages(columnType),
                    TypeFormat.formatForMessages(type));
        }
    }
}
