package dev.cairn.schema;

/**
 * A table that the application reads and writes.
 *
 * @param <R> the record
 */
public abstract non-sealed class TableDescriptor<R> extends Descriptor<R> {
    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param ddl the statement that creates the table
     */
    protected TableDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /** Writes the values of a record to a sink, in the order of the columns. Implemented by generated code. */
    public abstract void write(R rowRecord, RowSink sink);
}
