/**
 * The parts of migrations and the reports of upgrades: recorded migrations and their code, events about the progress,
 * and the exceptions of a migrator. Start reading at {@code RecordedMigration} and {@code MigrationException}.
 */
@NullMarked
package dev.cairn.upgrade;

import org.jspecify.annotations.NullMarked;
