package dev.cairn.schema;

import java.util.List;
import java.util.Optional;

/**
 * A table or view that is managed outside the schema. It can be read, and is never created, altered or dropped.
 *
 * @param <R> the record
 */
public abstract non-sealed class ExternalDescriptor<R> extends Descriptor<R> {
    private final String catalog;

    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param catalog the external catalog of the object; empty for the internal catalog of the cluster
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param ddl a statement that describes its columns
     */
    protected ExternalDescriptor(int format, String catalog, String database, String name, String ddl) {
        super(format, database, name, ddl);
        this.catalog = catalog;
    }

    /** Returns the external catalog of the object; empty if it is in the internal catalog of the cluster. */
    public final Optional<String> catalog() {
        return catalog.isEmpty() ? Optional.empty() : Optional.of(catalog);
    }

    @Override
    public final List<String> path() {
        return catalog.isEmpty() ? super.path() : List.of(catalog, database().orElse(""), name());
    }
}
