/**
 * The effects of migrations: their costs, the changes that they block, the data that they lose, the readers that they
 * break, and how they are reverted. Recording, plans and reports show the same facts. Start reading at
 * {@code MigrationEffects}.
 */
@NullMarked
package dev.cairn.tooling.lint.effect;

import org.jspecify.annotations.NullMarked;
