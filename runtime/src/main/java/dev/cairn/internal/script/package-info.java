/**
 * SQL for users who run migrations with other tools than the migrator. This package writes scripts that mark where a
 * job of the server must have ended, and reads them.
 *
 * <p>Start at {@code RenderedScript} for how a script is written, and at {@code SqlScript} for how it is read.
 */
@NullMarked
package dev.cairn.internal.script;

import org.jspecify.annotations.NullMarked;
