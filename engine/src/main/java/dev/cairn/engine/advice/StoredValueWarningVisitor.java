package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds values that a column can't hold, although the server accepts the statement until there is a row with such a
 * value: NULL for a NOT NULL column, and numbers and texts that are too long.
 */
final class StoredValueWarningVisitor extends WarningVisitor {
    /** The causes that are not reported. A user who writes a cast knows that the values are of the other type. */
    private static final Set<NullCause.Kind> UNREPORTED_CAUSES =
            EnumSet.of(NullCause.Kind.UNKNOWN, NullCause.Kind.CAST);

    StoredValueWarningVisitor(Bindings bindings, Function<Span, String> sourceText) {
        super(bindings, sourceText);
    }

    @Override
    public void visitSelect(Query.Select select) {
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Star star) {
                List<RelationField> fields = bindings.columns(star);
                List<Column> columns = bindings.assignedColumns(star);
                for (int i = 0; i < Math.min(fields.size(), columns.size()); i++) {
                    RelationField field = fields.get(i);
                    checkNull(columns.get(i), field.expressionType(), star.span(), field.name());
                    checkFit(columns.get(i), field.expressionType().type(), star.span(), field.name(), true);
                }
            }
        }
    }

    @Override
    public void visitExpression(Expression expression) {
        Column column = bindings.findAssignedColumn(expression);
        ExpressionType expressionType = column == null ? null : bindings.findExpressionType(expression);
        // The server refuses a literal NULL with an error, so no warning is due.
        if (column == null || expressionType == null || expression.unwrap() instanceof Expression.NullLiteral) {
            return;
        }
        checkNull(column, expressionType, expression.span(), sourceTextAt(expression.span()));
        for (ValuePropagation.PropagatedValue propagatedValue :
                new ValuePropagation(bindings).findPropagatedValues(expression)) {
            Expression subexpression = propagatedValue.expression();
            if (subexpression != null && hasExactType(subexpression)) {
                boolean isColumn = bindings.findWholeColumn(subexpression) != null;
                checkFit(
                        column,
                        bindings.findValueType(subexpression),
                        subexpression.span(),
                        sourceTextAt(subexpression.span()),
                        isColumn);
            } else if (subexpression != null) {
                findColumnOperands(subexpression)
                        .forEach(operand -> checkFit(
                                column,
                                bindings.findValueType(operand),
                                operand.span(),
                                sourceTextAt(operand.span()),
                                false));
            }
        }
    }

    /**
     * Returns the columns in a sum, in a product, or before a subtracted number: such a result is rarely much smaller
     * than one of the columns.
     */
    private Stream<Expression> findColumnOperands(Expression subexpression) {
        if (bindings.findWholeColumn(subexpression) != null) {
            return Stream.of(subexpression);
        }
        if (!(subexpression.unwrap() instanceof Expression.Binary binary)) {
            return Stream.empty();
        }
        return switch (binary.operator().canonicalOperator()) {
            case PLUS, TIMES -> Stream.of(binary.left(), binary.right()).flatMap(this::findColumnOperands);
            case MINUS ->
                binary.right().unwrap() instanceof Expression.NumberLiteral
                        ? findColumnOperands(binary.left())
                        : Stream.empty();
            default -> Stream.empty();
        };
    }

    /**
     * Returns whether an expression has exactly the type of its values; the types of literals and arithmetic are wider.
     */
    private static boolean hasExactType(Expression subexpression) {
        return subexpression instanceof Expression.Reference
                || subexpression instanceof Expression.Call
                || subexpression instanceof Expression.AggregateCall
                || subexpression instanceof Expression.Subquery;
    }

    private void checkNull(Column column, ExpressionType expressionType, Span span, String valueText) {
        NullCause cause = expressionType.nullCause();
        if (!column.isNullable() && cause != null && !UNREPORTED_CAUSES.contains(cause.kind())) {
            addWarning(QueryAdviceRule.NULLABLE_VALUE, span, column.name(), valueText, cause.toClause());
        }
    }

    private void checkFit(Column column, @Nullable Type valueType, Span span, String valueText, boolean isColumn) {
        if (valueType != null && isNarrower(column.type(), valueType, isColumn)) {
            addWarning(
                    QueryAdviceRule.NARROWED_VALUE,
                    span,
                    column.name(),
                    TypeFormat.formatWithoutStorageClass(column.type()),
                    valueText,
                    TypeFormat.formatWithoutStorageClass(valueType),
                    column.isNullable() ? "is stored as NULL" : "is refused");
        }
    }

    /**
     * Returns whether a column cannot hold all values of another type. The digits and lengths of calculated values are
     * upper bounds, so they are compared only for columns.
     */
    private static boolean isNarrower(Type columnType, Type valueType, boolean isColumn) {
        PrimitiveType columnPrimitive = PrimitiveType.of(columnType);
        PrimitiveType valuePrimitive = PrimitiveType.of(valueType);
        boolean areIntegers = columnPrimitive.isInteger() && valuePrimitive.isInteger();
        boolean areNumbers =
                columnPrimitive.isNumeric() && valuePrimitive.isNumeric() && !columnPrimitive.isFloatingPoint();
        boolean areLimitedTexts = columnPrimitive.isCharacterType()
                && valuePrimitive.isCharacterType()
                && isLimited(columnType)
                && isLimited(valueType);
        return (areIntegers || (isColumn && (areNumbers || areLimitedTexts)))
                && TypeConvertibility.of(valueType, columnType) == TypeConvertibility.LOSSY;
    }

    private static boolean isLimited(Type type) {
        return type instanceof Type.Text text && text.length() > 0 && text.length() < Type.Text.STRING_LENGTH;
    }
}
