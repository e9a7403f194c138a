package dev.cairn.engine;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Expression;
import dev.cairn.sql.KeyModel;
import java.util.List;

/** Which columns of a new table may be computed, and from what. */
final class GeneratedColumnRules {
    private GeneratedColumnRules() {}

    static void check(TableKey key, List<DraftColumn> columns, List<Column> stored) {
        if (columns.stream().noneMatch(DraftColumn::generated)) {
            return;
        }
        if (key.model() == KeyModel.AGGREGATE) {
            throw Refusal.analysis(key.span(), "Generated Column does not support AGG table");
        }
        boolean found = false;
        for (DraftColumn column : columns) {
            Expression expression = column.definition().generated();
            if (expression != null) {
                check(key, column, expression, stored);
                found = true;
            } else if (found) {
                throw Refusal.analysis(
                        column.definition().span(), "All generated columns must be defined after ordinary columns");
            }
        }
    }

    private static void check(TableKey key, DraftColumn column, Expression expression, List<Column> columns) {
        if (key.columns().stream().anyMatch(name -> name.text().equals(column.name()))) {
            throw Refusal.analysis(
                    column.definition().span(), "Generated Column " + column.name() + " can not be KEY");
        }
        for (String name : References.in(expression)) {
            checkReference(expression, name, columns);
        }
    }

    private static void checkReference(Expression expression, String name, List<Column> columns) {
        Column read = columns.stream()
                .filter(column -> column.is(name))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.analysis(expression.span(), "can not get column by column id: " + name));
        if (read.generated() != null) {
            throw Refusal.analysis(expression.span(), "Expression can not refers to other generated columns");
        }
        if (read.autoIncrement()) {
            throw Refusal.analysis(expression.span(), "Expression can not refers to AUTO_INCREMENT columns");
        }
    }
}
