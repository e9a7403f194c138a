package dev.cairn.schema;

import java.util.List;

/**
 * A table with a PRIMARY KEY, whose rows can be updated and deleted individually.
 *
 * @param <R> the record
 */
public abstract class PrimaryKeyTableDescriptor<R> extends TableDescriptor<R> {
    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param ddl the statement that creates the table
     */
    protected PrimaryKeyTableDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /**
     * Returns the statements that write the rows that the record declares with {@code @Seed}; none if it declares no
     * rows. Overridden by generated code.
     */
    public List<String> seed() {
        return List.of();
    }
}
