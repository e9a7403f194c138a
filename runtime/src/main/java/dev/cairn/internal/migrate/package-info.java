/**
 * The operations of a migrator: upgrade, downgrade, status, checks, and the maintenance of a ledger, of one database or
 * a fleet. They combine the ledger, the reflection and the runs below; {@code dev.cairn} gives their results to
 * applications. Start with {@code MigrationExecutor}.
 */
@NullMarked
package dev.cairn.internal.migrate;

import org.jspecify.annotations.NullMarked;
