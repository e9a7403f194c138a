package dev.cairn.plan;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.Session;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rows of a table, put into one of another shape. */
final class RowCopy {
    private final Table from;
    private final Table to;
    private final CreateTable target;
    private final Map<String, String> oldNames;
    private final List<String> columns = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private boolean writesCountedValues;

    /** @param oldNames of columns that have another one now, by the new one */
    RowCopy(Table from, Table to, CreateTable target, Map<String, String> oldNames) {
        this.from = from;
        this.to = to;
        this.target = target;
        this.oldNames = oldNames;
        to.columns().stream().filter(column -> column.generated() == null).forEach(this::add);
        from.columns().stream().filter(column -> column.generated() == null).forEach(this::lookForLoss);
        if (ColumnLints.mergesRows(from, to)) {
            losses.add("keeps one row of " + from.name() + " for each key");
        }
    }

    /** What of the old rows is not in the new ones. */
    List<String> losses() {
        return losses;
    }

    /** Whether the copy gives the AUTO_INCREMENT column the values that it had. */
    boolean writesCountedValues() {
        return writesCountedValues;
    }

    private String oldName(Column column) {
        return oldNames.getOrDefault(column.name(), column.name());
    }

    private void add(Column column) {
        Optional<Column> source = from.column(oldName(column)).filter(old -> old.generated() == null);
        TypeFit fit = source.map(old -> TypeFit.of(old.type(), column.type())).orElse(TypeFit.NONE);
        if (source.isPresent() && fit != TypeFit.NONE) {
            boolean same = source.get().type().equals(column.type());
            put(column, same ? name(source.get().name()) : cast(reference(source.get()), column));
        } else if (!column.nullable() && column.defaultValue() == null && !column.autoIncrement()) {
            // No value can be made up here: where there are rows, the statement fails until somebody writes one.
            put(column, cast(new Expression.Null(Span.NONE), column));
        }
    }

    private void put(Column column, String value) {
        columns.add(name(column.name()));
        values.add(value);
        writesCountedValues |= column.autoIncrement();
    }

    private String cast(Expression value, Column column) {
        int index = to.columns().indexOf(column);
        return Sql.render(new Expression.Cast(
                "CAST",
                value,
                Objects.requireNonNull(target.columns().get(index).type()),
                Span.NONE));
    }

    private static Expression reference(Column column) {
        return new Expression.Reference(QualifiedName.of(column.name()), Span.NONE);
    }

    private static String name(String column) {
        return name(new QualifiedName(List.of(Name.of(column))));
    }

    private static String name(QualifiedName name) {
        return Sql.render(new Expression.Reference(name, Span.NONE));
    }

    private void lookForLoss(Column old) {
        Optional<Column> kept = to.columns().stream()
                .filter(column -> oldName(column).equalsIgnoreCase(old.name()))
                .findFirst();
        String about = from.name() + "." + old.name();
        TypeFit fit = kept.filter(column -> column.generated() == null)
                .map(column -> TypeFit.of(old.type(), column.type()))
                .orElse(TypeFit.NONE);
        if (fit == TypeFit.NONE) {
            losses.add("drops " + about);
        } else if (fit == TypeFit.LOSES) {
            losses.add("loses values of " + about + " that are no "
                    + TypeText.shown(kept.orElseThrow().type()));
        }
    }

    /** Nothing, where no column has a value to take. */
    Optional<Statement> statement(Session session, ObjectName source, ObjectName into) {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Sql.parse("INSERT INTO " + name(into.in(session)) + " (" + String.join(", ", columns)
                + ")\nSELECT " + String.join(", ", values) + "\nFROM " + name(source.in(session))));
    }
}
