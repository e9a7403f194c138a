package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** A column definition in a clause of ALTER TABLE. */
public record AlterColumnDefinition(AlterTableContext context, ColumnDefinition definition) {
    /**
     * Returns the column of an ADD clause.
     *
     * @throws Refusal if the column is NOT NULL and has no default, or if its definition is wrong
     */
    public Column analyzeAddedColumn() {
        Column column = analyzeColumn();
        if (column.generatedValue() == null && !column.isNullable() && !hasDefault(column)) {
            throw Refusal.ofAnalysis(definition.span(), ColumnRule.FIELD_WITHOUT_DEFAULT, column.name());
        }
        return column;
    }

    private boolean hasDefault(Column column) {
        PrimitiveType primitive = PrimitiveType.of(column.type());
        boolean hasImplicitDefault = primitive == PrimitiveType.HLL || primitive == PrimitiveType.BITMAP;
        ColumnDefault declaredDefault = definition.defaultValue();
        return hasImplicitDefault
                || (declaredDefault != null && !(declaredDefault instanceof ColumnDefault.NullDefault));
    }

    /**
     * Returns the column of an ADD or MODIFY clause. In a PRIMARY KEY table, the server analyzes each column as a value
     * with REPLACE, regardless of the aggregate function in the clause; the result has no aggregation.
     */
    public Column analyzeColumn() {
        boolean hasPrimaryKey = context.hasModel(KeyModel.PRIMARY);
        Aggregation aggregation = hasPrimaryKey ? Aggregation.Function.REPLACE : definition.aggregation();
        Type type = ColumnAnalysis.determineType(context.profile(), definition);
        NameValidation.requireValidColumnName(
                context.profile(), definition.name().text(), definition.name().span());
        TypeRules.check(type, definition.span());
        try {
            ColumnRole role = new ColumnRole(definition.isKey(), false, aggregation, false);
            Column column = ColumnAnalysis.analyze(context.profile(), definition, type, role);
            return toStoredColumn(hasPrimaryKey ? column.withAggregation(null) : column);
        } catch (Refusal refusal) {
            throw refusal.withPrefix("Column definition is wrong. ");
        }
    }

    private Column toStoredColumn(Column column) {
        Expression declaredExpression = column.generatedValue();
        return declaredExpression == null
                ? column
                : column.withGeneratedValue(
                        ExpressionPrintStyle.ofColumn(context.table().model())
                                .toStored(context.profile(), declaredExpression));
    }
}
