package dev.cairn.embedded.query;

import dev.cairn.sql.ast.QualifiedName;

/** Finds the rows of a table by its name. */
@FunctionalInterface
public interface Tables {
    /**
     * The table.
     *
     * @throws dev.cairn.catalog.Refusal if there is none
     */
    Relation table(QualifiedName name);
}
