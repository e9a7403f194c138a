package dev.cairn.data;

import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows about to be inserted.
 *
 * <pre>{@code
 * db.into(ORDER).without(ORDER.note, ORDER.id).insert(orders);
 * }</pre>
 *
 * <p>Columns that the server computes are never written. An AUTO_INCREMENT column gets the server's number where the record
 * has null or 0, as in MySQL.
 *
 * @param <R> the record of the table
 */
public final class Insertion<R> {
    private final Connections connections;
    private final TableDescriptor<R> table;
    private final Set<Column<R>> without;

    Insertion(Connections connections, TableDescriptor<R> table) {
        this(connections, table, Set.of());
    }

    private Insertion(Connections connections, TableDescriptor<R> table, Set<Column<R>> without) {
        this.connections = connections;
        this.table = table;
        this.without = without;
    }

    /** Leaves columns out: they get their default values. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Insertion<R> without(Column<R>... columns) {
        Set<Column<R>> all = new HashSet<>(without);
        all.addAll(Arrays.asList(columns));
        return new Insertion<>(connections, table, Set.copyOf(all));
    }

    /**
     * Inserts rows, with one INSERT for each few thousand of them.
     *
     * @return how many rows were sent
     * @throws UnwritableValueException for a value that the column can't hold; it is not sent
     * @throws IncompleteInsertException if one of several statements failed
     */
    public long insert(Iterable<? extends R> rows) {
        Target<R> target = Target.of(table);
        List<TargetColumn> written = table.columns().stream()
                .filter(column -> !without.contains(column))
                .map(column -> target.columns().get(column.position()))
                .filter(column -> !column.computed())
                .toList();
        boolean uniform = written.stream().allMatch(column -> column.marker() != null);
        return connections.use(connection -> {
            try (InsertBatches<R> batches = uniform
                    ? new UniformBatches<>(target, written, connection)
                    : new VaryingBatches<>(target, written, connection)) {
                return batches.insert(rows.iterator());
            }
        });
    }

    /** Inserts rows as they come; the stream is not closed. */
    public long insert(Stream<? extends R> rows) {
        return insert((Iterable<R>) () -> rows.<R>map(row -> row).iterator());
    }
}
