/**
 * The clauses of ALTER TABLE: first all clauses are checked, then their effects are applied.
 *
 * <p>Uses {@link dev.cairn.engine.table}. Start at {@link dev.cairn.engine.alter.AlterClauseKind}, which has an entry
 * for each kind of clause, and {@link dev.cairn.engine.alter.SchemaChangeDdl}.
 */
@NullMarked
package dev.cairn.engine.alter;

import org.jspecify.annotations.NullMarked;
