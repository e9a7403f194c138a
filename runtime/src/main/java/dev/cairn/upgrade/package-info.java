/**
 * What migrations consist of and what upgrades report: recorded migrations and their code, the events of their progress,
 * and the exceptions that a migrator throws. Start reading at {@code RecordedMigration} and {@code MigrationException}.
 */
@NullMarked
package dev.cairn.upgrade;

import org.jspecify.annotations.NullMarked;
