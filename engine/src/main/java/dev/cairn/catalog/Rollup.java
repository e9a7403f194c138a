package dev.cairn.catalog;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another, sorted and perhaps aggregated copy of some columns of a table.
 *
 * @param merged rows with the same key become one, as in the table itself
 * @param query where it was made as a synchronous materialized view: its columns may then be calculated
 */
public record Rollup(
        String name,
        boolean merged,
        List<Column> columns,
        @Nullable QueryText query) {
    public Rollup {
        columns = List.copyOf(columns);
    }

    public Rollup(String name, boolean merged, List<Column> columns) {
        this(name, merged, columns, null);
    }

    public Rollup named(String newName) {
        return new Rollup(newName, merged, columns, query);
    }

    public Rollup withColumns(List<Column> newColumns) {
        return new Rollup(name, merged, newColumns, query);
    }

    /** The names of its columns, and of those of the table that they are calculated from. */
    public Stream<String> columnsRead() {
        Stream<String> own = columns.stream().map(Column::name);
        return Stream.concat(
                own,
                select().stream()
                        .flatMap(select -> select.items().stream())
                        .flatMap(item ->
                                item instanceof Query.Item.Value value ? names(value.value()) : Stream.empty()));
    }

    /** The names of the table's columns that decide which rows it has. */
    public Stream<String> columnsFiltered() {
        return select().map(Query.Select::where).stream().flatMap(Rollup::names);
    }

    public boolean reads(String column) {
        return Stream.concat(columnsRead(), columnsFiltered()).anyMatch(column::equalsIgnoreCase);
    }

    private Optional<Query.Select> select() {
        return query != null && query.query().body() instanceof Query.Select select
                ? Optional.of(select)
                : Optional.empty();
    }

    private static Stream<String> names(Expression expression) {
        List<String> names = new ArrayList<>();
        Substitution.in(expression, part -> {
            if (part instanceof Expression.Reference reference) {
                names.add(reference.name().last().text());
            }
            return part;
        });
        return names.stream();
    }
}
