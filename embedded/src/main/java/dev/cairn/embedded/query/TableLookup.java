package dev.cairn.embedded.query;

import dev.cairn.sql.ast.QualifiedName;

/** Finds the rows of a table by its name. */
@FunctionalInterface
public interface TableLookup {
    /**
     * Returns a table.
     *
     * @throws dev.cairn.catalog.Refusal if the table does not exist
     */
    InMemoryRelation table(QualifiedName name);
}
