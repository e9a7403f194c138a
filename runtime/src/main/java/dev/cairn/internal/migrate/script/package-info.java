/**
 * The runs of SQL scripts: a script is one migration of a ledger that all scripts share. If it was rendered from
 * migrations of a schema, the run also records them in the ledger of that schema.
 *
 * <p>Uses {@link dev.cairn.internal.migrate}. Start at {@code ScriptRunner}.
 */
@NullMarked
package dev.cairn.internal.migrate.script;

import org.jspecify.annotations.NullMarked;
