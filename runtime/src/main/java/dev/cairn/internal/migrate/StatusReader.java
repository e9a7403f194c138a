package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.Status.Standing;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerHistory;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.NotCurrentException;
import dev.cairn.upgrade.MigrationException.OlderReleaseRequiredException;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Determines the position of a database in the history of migrations, without holding the ledger. Another process may
 * change it at once, so code that acts on it determines it again while it holds the ledger.
 */
public final class StatusReader {
    private static final String COMPLETE_REMEDY =
            "Complete it with the application that began it; or, if you know its progress, correct the database"
                    + " manually and stamp it.";
    private static final String RESTORE_OR_COMPLETE_REMEDY =
            "Restore the text of these steps, and edit only later ones. Otherwise complete it with the"
                    + " application that began it; or, if you know its progress, correct the database manually and stamp it.";

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration MAX_POLL = Duration.ofSeconds(1);

    private final MigratorContext context;
    private final ApplicationSchema application;

    public StatusReader(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the positions of the application and the database. */
    public Status readStatus() {
        return context.read(
                connection -> readStatus(connection, context.ledger().read(connection)));
    }

    /** Returns the migrations that are done. */
    public LedgerHistory readHistory() {
        return context.read(connection -> context.ledger().readHistory(connection));
    }

    /**
     * Returns the positions according to the newest state of the ledger; empty if no migration has ever run.
     *
     * @throws HistoryException if migrations seem to have run in a database without a ledger
     */
    public Status readStatus(ServerConnection connection, Optional<LedgerEntry> entry) {
        new LostLedgerCheck(context).requireLedger(connection, entry);
        LedgerState state = MigratorContext.stateOf(entry);
        Standing standing = isReplacedInProgress(state) ? Standing.TOO_OLD : findStanding(connection, state.head());
        List<RecordedMigration> pendingMigrations = standing == Standing.BEHIND
                ? application.migrationsBetween(state.head().number(), application.lastNumber())
                : List.of();
        boolean isAhead = standing == Standing.AHEAD || standing == Standing.FOREIGN;
        List<RecordedMigration> repeatables =
                isAhead ? List.of() : application.dueRepeatables(state.repeatableState(), application.lastNumber());
        return new Status(
                application.schema().name(),
                standing,
                entry.map(LedgerEntry::sequence).orElse(0L),
                new Status.Position(state.head().number(), state.head().hash()),
                standing == Standing.FOREIGN ? findEditedMigration(connection) : Optional.empty(),
                pendingMigrations,
                repeatables,
                state.run().map(run -> new Status.MigrationInProgress(run.direction(), run.number(), run.hash())),
                state.completedSteps(),
                state.openSteps(),
                readCopies(connection, state),
                state.isOwned() ? Optional.of(state.owner()) : Optional.empty(),
                application.schema().hasUnrecordedChanges());
    }

    /** Returns the copies of rebuilds that are begun and not done, if their tables can be read. */
    private List<Status.Copy> readCopies(ServerConnection connection, LedgerState state) {
        List<Status.Copy> copies = new ArrayList<>();
        state.run().filter(run -> application.hasMigration(run.number())).ifPresent(run -> {
            RecordedStepTexts texts = RecordedStepTexts.of(application.migration(run.number()), run.direction());
            state.openSteps()
                    .forEach(step -> findFilledTable(connection, texts.textOf(step, state))
                            .flatMap(staging -> readCopy(connection, step, staging))
                            .ifPresent(copies::add));
        });
        return copies;
    }

    /** Returns the staging table that a statement fills, as it is recorded. */
    private Optional<ObjectName> findFilledTable(ServerConnection connection, String text) {
        try {
            return Sql.parse(text) instanceof Statement.OpaqueStatement insert
                            && insert.target() != null
                            && StagingName.isStaging(insert.target().lastPart().text())
                    ? Optional.of(ObjectName.resolve(
                            insert.target(), new Session(context.connections().readDatabase(connection))))
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<Status.Copy> readCopy(ServerConnection connection, int step, ObjectName recordedName) {
        ObjectName table = recordedName.withName(StagingName.plainName(recordedName.name()));
        try {
            return SchemaReflection.listStaged(connection, List.of(table.database())).stream()
                    .map(ListedObject::object)
                    .filter(object -> StagingName.parseNumber(object.name()).isPresent()
                            && StagingName.originalName(object.name()).equals(table.name()))
                    .max(Comparator.comparing(
                            object -> StagingName.parseNumber(object.name()).orElseThrow()))
                    .map(staging -> new Status.Copy(
                            step,
                            table.toString(),
                            PartitionSnapshot.read(connection, staging).amount(),
                            PartitionSnapshot.read(connection, table).amount()));
        } catch (ServerRefusalException ignored) {
            // A status is also read by users without privileges on the tables.
            return Optional.empty();
        }
    }

    /**
     * Returns the position of a database relative to the application. Sends one more statement if the application does
     * not know the head of the database.
     */
    Standing findStanding(ServerConnection connection, LedgerHead head) {
        if (application.isKnown(head)) {
            return head.number() == application.lastNumber() ? Standing.CURRENT : Standing.BEHIND;
        }
        if (application.isReplaced(head)) {
            return Standing.TOO_OLD;
        }
        LedgerHead expectedHead = application.head(application.lastNumber());
        if (head.number() <= expectedHead.number()) {
            return Standing.FOREIGN;
        }
        boolean hasPassed = expectedHead.number() == 0
                || context.ledger().readHistory(connection).rows().stream()
                        .anyMatch(row -> new LedgerHead(row.number(), row.hash()).equals(expectedHead));
        return hasPassed ? Standing.AHEAD : Standing.FOREIGN;
    }

    /** Returns the failure for a database with a head that the application does not know. */
    MigrationException unknownHead(ServerConnection connection, LedgerHead head) {
        if (application.isReplaced(head)) {
            return databaseTooOld("the database is at migration " + head.number());
        }
        return findStanding(connection, head) == Standing.AHEAD
                ? databaseAhead(head)
                : divergedHistory(connection, head);
    }

    /** Returns the failure for an operation that needs the migrations of a newer release. */
    private HistoryException databaseAhead(LedgerHead head) {
        return new HistoryException(
                application.where(),
                "the database is at migration " + head.number() + ", but the last migration of this application is "
                        + application.lastNumber(),
                "Use the application that upgraded the database last: only that one contains the later migrations.");
    }

    /**
     * Returns the failure for a database that an older release has to upgrade first, because this one does not have the
     * migrations that it needs.
     *
     * @param position where the database stands
     */
    private OlderReleaseRequiredException databaseTooOld(String position) {
        RecordedMigration checkpoint = application.checkpoint().orElseThrow();
        return new OlderReleaseRequiredException(
                application.where(),
                position + ", and the migrations of this application begin with the checkpoint " + checkpoint.name()
                        + ", which replaces those up to migration " + checkpoint.number(),
                olderRelease(checkpoint) + "; then repeat the operation.");
    }

    private static String olderRelease(RecordedMigration checkpoint) {
        return "First upgrade the database to migration " + checkpoint.number() + " with "
                + checkpoint
                        .replacedRelease()
                        .map(release -> release + ", the release that still contains the replaced migrations")
                        .orElse("the last release of the application that still contains the replaced migrations");
    }

    /** Returns whether a migration is in progress, in either direction, that a checkpoint of this application replaced. */
    private boolean isReplacedInProgress(LedgerState state) {
        return application.checkpoint().isPresent()
                && state.run()
                        .filter(run ->
                                run.number() < application.checkpoint().get().number()
                                        || (run.number()
                                                        == application
                                                                .checkpoint()
                                                                .get()
                                                                .number()
                                                && !isCheckpointInProgress(state, run)))
                        .isPresent();
    }

    /** The steps of a checkpoint have other hashes than those of the migration with the same number and hash. */
    private boolean isCheckpointInProgress(LedgerState state, UnfinishedMigration run) {
        RecordedMigration checkpoint = application.checkpoint().orElseThrow();
        boolean isOwnRun = run.direction() == Direction.UPGRADE
                ? state.head().equals(LedgerHead.NONE)
                : application.isKnown(state.head()) && !checkpoint.downgrade().isEmpty();
        return isOwnRun
                && state.stepHashes().keySet().containsAll(state.begunSteps())
                && RecordedStepTexts.of(checkpoint, run.direction())
                        .findDifferences(state, false)
                        .isEmpty();
    }

    /** Returns the first migration of the application that ran with a different text. */
    private Optional<RecordedMigration> findEditedMigration(ServerConnection connection) {
        return context.ledger().readHistory(connection).rows().stream()
                .filter(row -> application.hasMigration(row.number()))
                .filter(row -> !application.head(row.number()).equals(new LedgerHead(row.number(), row.hash())))
                .map(row -> application.migration(row.number()))
                .min(Comparator.comparing(RecordedMigration::number));
    }

    /** Returns the failure for a database whose history has diverged from that of the application. */
    private HistoryException divergedHistory(ServerConnection connection, LedgerHead head) {
        Optional<String> originalSchema = context.ledger().findCopiedSchema(connection);
        if (originalSchema.isPresent()) {
            return copiedLedger(originalSchema.get(), head);
        }
        LedgerHead expectedHead = application.head(application.lastNumber());
        Optional<RecordedMigration> editedMigration = findEditedMigration(connection);
        return new HistoryException(
                application.where(),
                "the database is at migration " + head.number() + " (" + head.hash()
                        + "), which is unknown to this application, "
                        + (expectedHead.number() == 0
                                ? "which has no migrations"
                                : "and is not a successor of its last one, " + expectedHead.number() + " ("
                                        + expectedHead.hash() + ")")
                        + editedMigration
                                .map(migration ->
                                        "; the first migration that ran with a different text is " + migration.name())
                                .orElse(""),
                divergedHistoryRemedy(editedMigration.map(RecordedMigration::name)));
    }

    /**
     * Returns the remedy for a database whose history is not that of the application.
     *
     * @param editedName the name of the first migration that ran with a different text, if the application has one
     */
    private static String divergedHistoryRemedy(Optional<String> editedName) {
        return editedName
                        .map(name -> "If " + name + " was edited after it had run, restore its text, and record the"
                                + " change as a new migration. Otherwise deploy")
                        .orElse("Deploy")
                + " the application that upgraded the database last. If it was built from an abandoned branch, use"
                + " it to downgrade the database to the last common migration.";
    }

    private HistoryException copiedLedger(String originalSchema, LedgerHead head) {
        return new HistoryException(
                application.where(),
                "the state of its ledger and that of the ledger of " + originalSchema
                        + " in the same database are copies of one another, and this application does not know migration "
                        + head.number() + " (" + head.hash() + ")",
                "A state is valid for its own schema only. Write the state of this schema: cairn stamp with the number of"
                        + " its last migration that ran in this database, 0 if none ran.");
    }

    /**
     * Requires that the migration in progress can continue: an edited migration can if the steps that were started have
     * their original texts.
     */
    void requireResumable(LedgerState state) {
        state.run().ifPresent(run -> requireResumable(state, run));
    }

    private void requireResumable(LedgerState state, UnfinishedMigration run) {
        if (isReplacedInProgress(state)) {
            throw databaseTooOld("migration " + run.number()
                    + (run.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                    + " and was begun by a release without the checkpoint, or with a different text of it");
        }
        if (run.number() > application.lastNumber()) {
            throw new HistoryException(
                    application.where(),
                    "migration " + run.number() + " (" + run.hash()
                            + ") is in progress, and this application has no migration with that number",
                    COMPLETE_REMEDY);
        }
        RecordedMigration expectedMigration = application.migration(run.number());
        boolean isSameHash =
                MigrationRunLedger.hashInProgress(expectedMigration).equals(run.hash());
        Direction direction = run.direction();
        List<String> differences =
                RecordedStepTexts.of(expectedMigration, direction).findDifferences(state, isSameHash);
        if (!differences.isEmpty()) {
            throw new HistoryException(
                    application.where(expectedMigration),
                    "the migration is " + (direction == Direction.UPGRADE ? "in progress" : "being reverted")
                            + ", and steps that were already begun were edited: " + String.join("; ", differences),
                    RESTORE_OR_COMPLETE_REMEDY);
        }
    }

    /** Requires that the database is ready for the application. */
    public void requireCurrent() {
        Status status = readStatus();
        if (!status.isUsable()) {
            throw notCurrent(status, "Upgrade the database, or configure the application to wait for the upgrade.");
        }
    }

    /** Waits until the database is ready for the application. */
    public void awaitCurrent(Duration timeout) {
        Stopwatch stopwatch = context.settings().ticker().start();
        Backoff backoff =
                new Backoff(context.settings().ticker(), FIRST_POLL, MAX_POLL, () -> {}, this::waitInterrupted);
        Status status = readStatus();
        while (!status.isUsable() && status.standing() != Standing.FOREIGN) {
            if (stopwatch.elapsed().compareTo(timeout) >= 0) {
                throw notCurrent(
                        status,
                        "The timeout of " + timeout.toSeconds() + " s has elapsed: check the state of the upgrade.");
            }
            backoff.pause();
            status = readStatus();
        }
        if (status.standing() == Standing.FOREIGN) {
            LedgerHead head =
                    new LedgerHead(status.head().number(), status.head().hash());
            throw context.read(connection -> divergedHistory(connection, head));
        }
    }

    private NotCurrentException waitInterrupted(InterruptedException interruption) {
        return new NotCurrentException(
                application.where(),
                "the thread was interrupted while it waited for the database",
                "Nothing was changed: wait again.",
                interruption);
    }

    private NotCurrentException notCurrent(Status status, String remedy) {
        if (status.standing() == Standing.TOO_OLD) {
            RecordedMigration checkpoint = application.checkpoint().orElseThrow();
            return new NotCurrentException(
                    application.where(),
                    "the database is at migration " + status.head().number() + ", and the checkpoint "
                            + checkpoint.name() + " replaces the migrations up to " + checkpoint.number(),
                    olderRelease(checkpoint) + ".");
        }
        if (status.standing() == Standing.FOREIGN) {
            Optional<String> editedName = status.edited().map(migration -> migration.name());
            return new NotCurrentException(
                    application.where(),
                    "the database is at migration " + status.head().number() + ", and "
                            + editedName
                                    .map(name -> name + " ran with a text that differs from that of this application")
                                    .orElse("this application does not know its migrations"),
                    divergedHistoryRemedy(editedName));
        }
        String position = status.run().isPresent()
                ? "migration " + status.run().get().number() + " is in progress"
                : status.pending().size() + " migrations are pending, the first is "
                        + status.pending().get(0).name();
        return new NotCurrentException(application.where(), position, remedy);
    }
}
