package dev.cairn.processor.check.refusal;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CREATE TABLE that the engine has refused, and the refusal.
 *
 * @param table the table as declared
 * @param statement the refused statement, which may lack parts with other mistakes
 */
record RefusedTable(CheckedTable table, CreateTable statement, Refusal refusal) {
    /** Returns the place of the refused part. */
    Place place() {
        return Place.of(refusal.span());
    }

    /** Returns a finding at the refused part. */
    Optional<Finding> createFinding(CompileRule findingRule, Object... arguments) {
        return Optional.of(Finding.of(findingRule, place(), arguments));
    }

    Object argument(int index) {
        return refusal.argument(index);
    }

    /** Returns whether the refused part begins where the span begins. */
    boolean isRefused(Span span) {
        return span.line() == refusal.span().line()
                && span.offset() == refusal.span().offset();
    }

    /**
     * Returns the refused column. A record that is embedded twice has two columns at one place; the message names one
     * of them.
     */
    Optional<DeclaredColumn> findColumn() {
        List<DeclaredColumn> columns = table.columns().stream()
                .filter(column -> isRefusedColumn(column.definition()))
                .toList();
        return columns.stream()
                .filter(column -> refusal.hasArgument(column.name()))
                .findFirst()
                .or(() -> columns.stream().findFirst());
    }

    private boolean isRefusedColumn(ColumnDefinition column) {
        Expression expression = column.defaultValue() instanceof ColumnDefault.ComputedDefault computedDefault
                ? computedDefault.expression()
                : column.generatedValue();
        return isRefused(column.span()) || (expression != null && isRefused(expression.span()));
    }

    /**
     * Returns a finding at a part of the refused column; empty if the refused part is not a column.
     *
     * @param arguments the arguments after the name of the column
     */
    Optional<Finding> createColumnFinding(CompileRule findingRule, ColumnPart part, Object... arguments) {
        return findColumn()
                .map(column -> Finding.of(findingRule, column.place(part), prepend(column.name(), arguments)));
    }

    private static Object[] prepend(Object firstArgument, Object... otherArguments) {
        List<Object> arguments = new ArrayList<>(List.of(firstArgument));
        arguments.addAll(List.of(otherArguments));
        return arguments.toArray();
    }

    /** Returns the stored type of a column as messages spell it; empty if it is unknown. */
    String formatType(DeclaredColumn column) {
        return table.findStoredType(column).map(CheckedTable::formatType).orElse("");
    }
}
