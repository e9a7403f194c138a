package dev.cairn.schema;

/**
 * A table with a PRIMARY KEY, whose rows can be changed and deleted one by one.
 *
 * @param <R> the record
 */
public abstract class PrimaryKeyTableDescriptor<R> extends TableDescriptor<R> {
    /** What is in the database of the connection says nothing as its database. */
    protected PrimaryKeyTableDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }
}
