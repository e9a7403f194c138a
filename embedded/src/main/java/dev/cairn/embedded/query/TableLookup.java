package dev.cairn.embedded.query;

import dev.cairn.sql.ast.QualifiedName;

/** Finds the rows of a table by its name. */
@FunctionalInterface
public interface TableLookup {
    /**
     * The table.
     *
     * @throws dev.cairn.catalog.Refusal if there is none
     */
    InMemoryRelation table(QualifiedName name);
}
