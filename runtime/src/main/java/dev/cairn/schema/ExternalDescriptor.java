package dev.cairn.schema;

import dev.cairn.sql.QualifiedName;
import java.util.Optional;

/**
 * A table or view that others keep. It is read, and never created, altered or dropped.
 *
 * @param <R> the record
 */
public abstract non-sealed class ExternalDescriptor<R> extends Descriptor<R> {
    private final String catalog;

    /** What is in the catalog of the cluster says nothing as its catalog. */
    protected ExternalDescriptor(int format, String catalog, String database, String name, String ddl) {
        super(format, database, name, ddl);
        this.catalog = catalog;
    }

    /** The external catalog that it is in, where it is not in the cluster's own. */
    public final Optional<String> catalog() {
        return catalog.isEmpty() ? Optional.empty() : Optional.of(catalog);
    }

    @Override
    public final QualifiedName qualifiedName() {
        return catalog.isEmpty()
                ? super.qualifiedName()
                : QualifiedName.of(catalog, database().orElse(""), name());
    }
}
