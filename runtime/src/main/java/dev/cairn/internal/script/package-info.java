/**
 * SQL for those who run migrations by other means than the migrator: writes scripts that say where a job of the server must
 * have ended, and runs them.
 *
 * <p>Start at {@code RenderedScript} for how a script is written, and at {@code ScriptRunner} for how it is run.
 */
@NullMarked
package dev.cairn.internal.script;

import org.jspecify.annotations.NullMarked;
