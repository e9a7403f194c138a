package dev.cairn.schema;

/**
 * A table: rows are read from it and written to it.
 *
 * @param <R> the record
 */
public abstract non-sealed class TableDescriptor<R> extends Descriptor<R> {
    /** What is in the database of the connection says nothing as its database. */
    protected TableDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /** Gives the values of all columns, in their order, to a row. */
    public abstract void write(R value, RowSink row);
}
