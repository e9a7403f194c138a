/**
 * The runs of SQL scripts: a script is one migration of a ledger that all scripts share, and records the migrations of a
 * rendered script in the ledger of their schema.
 *
 * <p>Uses {@link dev.cairn.internal.migrate}. Start at {@code ScriptRunner}.
 */
@NullMarked
package dev.cairn.internal.migrate.script;

import org.jspecify.annotations.NullMarked;
