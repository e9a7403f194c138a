package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An insertion of rows that can omit columns. It is immutable, and nothing is sent before {@code insert} is called.
 *
 * <pre>{@code
 * db.into(ORDER).without(ORDER.note).insert(orders);
 * }</pre>
 *
 * <p>Generated columns are never written. The server assigns the value of an AUTO_INCREMENT column if the record has
 * null or 0, as in MySQL.
 *
 * @param <R> the record type of the table
 */
public final class Insertion<R> {
    private final Database database;
    private final TableDescriptor<R> table;
    private final Set<Column<R>> omittedColumns;

    Insertion(Database database, TableDescriptor<R> table) {
        this(database, table, Set.of());
    }

    private Insertion(Database database, TableDescriptor<R> table, Set<Column<R>> omittedColumns) {
        this.database = database;
        this.table = table;
        this.omittedColumns = omittedColumns;
    }

    /**
     * Omits columns from the insertion: new rows get their default values, and existing rows of a primary key table
     * keep their values. Several calls add up. Default: no column is omitted.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Insertion<R> without(Column<R>... columns) {
        Set<Column<R>> allOmittedColumns = new HashSet<>(omittedColumns);
        allOmittedColumns.addAll(Arrays.asList(columns));
        return new Insertion<>(database, table, Set.copyOf(allOmittedColumns));
    }

    /**
     * Inserts rows, with one INSERT statement for every few thousand rows.
     *
     * @return the number of rows sent
     * @throws NullPointerException if a row is null. The statement with this row is not sent; rows of preceding
     *     statements are in the table
     * @throws ValueConversionException if a value does not fit its column. The statement with this row is not sent;
     *     rows of preceding statements are in the table
     * @throws IncompleteInsertException if a statement fails after preceding ones succeeded
     * @throws FailedStatementException if the first statement fails
     */
    public long insert(Iterable<? extends R> rows) {
        TargetTable<R> targetTable = TargetTable.of(table);
        List<TargetColumn> writtenColumns = table.columns().stream()
                .filter(column -> !omittedColumns.contains(column))
                .map(column -> targetTable.columns().get(column.position()))
                .filter(column -> !column.isGenerated())
                .toList();
        return database.runObserved(Kind.INSERT, null, table, connection -> {
            try (BatchInserter<R> inserter = BatchInserter.of(targetTable, writtenColumns, connection)) {
                return inserter.insert(rows.iterator());
            }
        });
    }

    /**
     * Inserts the rows of a stream as the stream supplies them; the stream is not closed. Otherwise, this is
     * {@link #insert(Iterable)}.
     */
    public long insert(Stream<? extends R> rows) {
        return insert((Iterable<R>) () -> rows.<R>map(row -> row).iterator());
    }
}
