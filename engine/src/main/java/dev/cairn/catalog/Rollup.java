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
 * A rollup: a sorted, possibly aggregated copy of some columns of a table.
 *
 * @param merged whether rows with the same key are merged, as in the table itself
 * @param query the query of a synchronous materialized view, whose columns may be computed; otherwise null
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

    /** Returns the names of its columns and of the table's columns from which they are computed. */
    public Stream<String> columnsRead() {
        Stream<String> own = columns.stream().map(Column::name);
        return Stream.concat(
                own,
                select().stream()
                        .flatMap(select -> select.items().stream())
                        .flatMap(item ->
                                item instanceof Query.Item.Value value ? names(value.value()) : Stream.empty()));
    }

    /** Returns the names of the table's columns in its filter. */
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
