package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerProtocol.ofResult;

import dev.cairn.internal.Durations;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The migration ledger of one schema, in the database that its connections have selected.
 *
 * <pre>{@code
 * Ledger ledger = new Ledger(connectionFactory, "shop", OptionValues.DEFAULTS, Ticker.system(), tokenSupplier, rows);
 * Optional<NumberedLedgerState> entry = ledger.read(connection);
 * }</pre>
 */
public final class Ledger {
    /** The maximum number of times that a state and a history that do not match are read again. */
    private static final int MAX_REREADS = 2;

    private final ConnectionFactory connectionFactory;
    private final String schemaName;
    private final LedgerNames names;
    private final OptionValues options;
    private final Ticker ticker;
    private final Supplier<String> tokenSupplier;
    private final List<HistoryRow> applicationRows;

    /**
     * @param tokenSupplier supplies a new, unique token for each attempt, which also identifies the migrator
     * @param applicationRows the migrations of the application, to restore lost rows of the history
     * @throws IllegalArgumentException if the name is not valid for a schema
     */
    public Ledger(
            ConnectionFactory connectionFactory,
            String schemaName,
            OptionValues options,
            Ticker ticker,
            Supplier<String> tokenSupplier,
            List<HistoryRow> applicationRows) {
        this.connectionFactory = connectionFactory;
        this.schemaName = schemaName;
        this.names = new LedgerNames(schemaName);
        this.options = options;
        this.ticker = ticker;
        this.tokenSupplier = tokenSupplier;
        this.applicationRows = List.copyOf(applicationRows);
    }

    /**
     * Reads the current state; empty if the database has no ledger yet. This takes two statements in either case.
     *
     * @throws HistoryMismatchException if the state is damaged, or is missing although there is a history
     * @throws dev.cairn.upgrade.MigrationException.MissingGrantException if the user may not see the ledger
     */
    public Optional<NumberedLedgerState> read(ServerConnection connection) {
        return perform(connection, participant -> new LedgerReader(participant.exceptions()).readUnlessHidden());
    }

    /** Like {@link #read}, but empty if the state is missing or damaged. */
    public Optional<NumberedLedgerState> readIfIntact(ServerConnection connection) {
        return perform(connection, participant -> new LedgerReader(participant.exceptions()).readWithSubstitute())
                .filter(entry -> !LedgerReader.isSubstitute(entry.state()));
    }

    /**
     * Requires that the state explains all migrations in the history view. If it does, this takes one statement.
     *
     * @param entry the state that was read last
     * @param numbersWithoutSteps the migrations without a statement, which a run records only together with a later one
     * @throws HistoryMismatchException if the history view has migrations that the state does not have
     */
    public void requireExplainedHistory(
            ServerConnection connection, NumberedLedgerState entry, Set<Integer> numbersWithoutSteps) {
        findHistoryMismatch(connection, entry, numbersWithoutSteps).ifPresent(mismatch -> {
            throw mismatch;
        });
    }

    /**
     * Returns the failure for a history view with migrations that the state does not have; empty if the state explains
     * all of them.
     */
    public Optional<HistoryMismatchException> findHistoryMismatch(
            ServerConnection connection, NumberedLedgerState entry, Set<Integer> numbersWithoutSteps) {
        return perform(
                connection, participant -> findHistoryMismatch(participant, entry, numbersWithoutSteps, MAX_REREADS));
    }

    /**
     * Reads the state again if the history has more migrations: a migrator may have written both between the two reads.
     */
    private static LedgerProtocol<Optional<HistoryMismatchException>> findHistoryMismatch(
            LedgerParticipant participant,
            NumberedLedgerState entry,
            Set<Integer> numbersWithoutSteps,
            int remainingRereads) {
        return LedgerReader.readHistoryRows().then(rows -> {
            boolean isHistoryExplained = entry.state().findUnexplainedRows(rows).stream()
                    .allMatch(row -> numbersWithoutSteps.contains(row.number()));
            if (isHistoryExplained) {
                return ofResult(Optional.empty());
            }
            if (remainingRereads == 0) {
                return ofResult(Optional.of(participant.exceptions().outdatedState(entry, rows)));
            }
            return new LedgerReader(participant.exceptions())
                    .readUnlessLost()
                    .then(latestEntry -> latestEntry.isEmpty()
                            ? ofResult(Optional.empty())
                            : findHistoryMismatch(
                                    participant, latestEntry.get(), numbersWithoutSteps, remainingRereads - 1));
        });
    }

    /**
     * Acquires the ledger as soon as it has no owner.
     *
     * @param connection the connection for the transitions, used for nothing else while the ledger is held; the caller
     *     closes it
     * @param profile the profile of the server, such as {@code 4.1/shared-nothing}
     * @throws LedgerHeldException if another migrator holds the ledger for longer than the patience
     */
    public HeldLedger acquire(ServerConnection connection, String profile) {
        return acquire(connection, profile, Optional.empty(), false);
    }

    /**
     * Acquires the ledger to write a state that an operator has chosen. It replaces a missing or damaged state. A
     * damaged state does not say whether a migrator holds it, so it is replaced only after it has not changed for a
     * whole lease.
     */
    public HeldLedger acquireToReplaceState(ServerConnection connection, String profile) {
        return acquire(connection, profile, Optional.empty(), true);
    }

    private HeldLedger acquire(
            ServerConnection connection, String profile, Optional<Instant> serverTime, boolean mayReplaceState) {
        LedgerParticipant participant = createParticipant(connection);
        LedgerTransport transport = createTransport(
                connection,
                participant,
                Durations.max(
                        participant.halfLease(), connectionFactory.options().get(MigratorOption.RETRY)));
        try {
            String databaseName = connectionFactory.requireDatabaseName(connection);
            return new HeldLedger(
                    transport,
                    transport.perform(LedgerAcquirer.acquire(participant, profile, serverTime, mayReplaceState)),
                    sequence -> new ObjectName(databaseName, names.stateViewName(sequence)));
        } catch (RuntimeException failure) {
            transport.close();
            throw failure;
        }
    }

    /**
     * Runs long work while the ledger is held, with heartbeats; the work releases the ledger when it is done. The work
     * needs other connections, because the given one belongs to the ledger.
     *
     * @param profile the version and run mode of the server, such as {@code 4.1/shared-nothing}
     * @param pendingTransition the transition that heartbeats write
     * @throws LedgerHeldException if another migrator holds the ledger for longer than the patience
     */
    public <T> T callWhileHeld(
            ServerConnection connection,
            String profile,
            LedgerTransition pendingTransition,
            Function<HeldLedger, T> work) {
        return callWhileHeld(connection, profile, Optional.empty(), pendingTransition, work);
    }

    /**
     * Like {@link #callWhileHeld(ServerConnection, String, LedgerTransition, Function)}, with the time of the server.
     * Later owners know from it that no step of this owner began earlier.
     */
    public <T> T callWhileHeld(
            ServerConnection connection,
            String profile,
            Optional<Instant> serverTime,
            LedgerTransition pendingTransition,
            Function<HeldLedger, T> work) {
        connectionFactory.requireFreeConnection();
        try (HeldLedger heldLedger = acquire(connection, profile, serverTime, false)) {
            Heartbeat heartbeat = Heartbeat.start(
                    heldLedger, pendingTransition, options, ticker, connectionFactory.watchdog()::describeOverdueWait);
            try {
                return work.apply(heldLedger);
            } finally {
                heartbeat.close();
            }
        }
    }

    /**
     * Releases the ledger on behalf of its owner, which detects this at its next check. This does not stop the
     * statement that the owner is running: make sure first that the owner is dead.
     *
     * @return the previous owner; empty if the ledger was free
     * @throws HistoryMismatchException if the state is damaged, or is missing although there is a history
     */
    public Optional<String> unlock(ServerConnection connection) {
        return perform(connection, participant -> new ForcedUnlocker(participant).unlock());
    }

    /** Returns whether an object has the name of the history view. This takes one statement. */
    public boolean hasHistory(ServerConnection connection) {
        return perform(
                connection,
                participant ->
                        new LedgerReader(participant.exceptions()).listStates(states -> ofResult(states.hasHistory())));
    }

    /**
     * Returns the name of another schema of this database whose ledger has the same identifier: one of the two states
     * was copied from the other. If both have run migrations since, it is unknown which one is the copy. Empty if there
     * is no such schema, or if this ledger has no readable state.
     */
    public Optional<String> findSchemaNameWithSameIdentifier(ServerConnection connection) {
        Optional<String> ownIdentifier = readIfIntact(connection)
                .map(entry -> entry.state().identifier())
                .filter(identifier -> !identifier.isEmpty());
        return ownIdentifier.isEmpty()
                ? Optional.empty()
                : readOtherSchemaNames(connection).stream()
                        .filter(otherSchemaName -> new Ledger(
                                        connectionFactory, otherSchemaName, options, ticker, tokenSupplier, List.of())
                                .readIfIntact(connection)
                                .filter(entry -> entry.state().identifier().equals(ownIdentifier.get()))
                                .isPresent())
                        .findFirst();
    }

    /** Returns the names of the other schemas whose ledgers have a state in the database. */
    public Set<String> readOtherSchemaNames(ServerConnection connection) {
        Set<String> schemaNames = LedgerNames.parseSchemaNames(
                connection.fetchRows("SHOW TABLES LIKE '" + LedgerNames.likePatternForAllSchemas() + "'").stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList());
        schemaNames.remove(schemaName);
        schemaNames.remove(LedgerNames.SCRIPT_LEDGER_NAME);
        return schemaNames;
    }

    /**
     * Reads the completed migrations with three statements. If the state is missing, damaged, or older than the history
     * view, the result has the rows of the view.
     */
    public LedgerHistory readHistory(ServerConnection connection) {
        return perform(connection, participant -> new LedgerReader(participant.exceptions()).readHistory());
    }

    /** Returns the names of the ledger's views. */
    public LedgerNames names() {
        return names;
    }

    /** Performs a protocol that does not hold the ledger. */
    private <T> T perform(ServerConnection connection, Function<LedgerParticipant, LedgerProtocol<T>> protocolFactory) {
        LedgerParticipant participant = createParticipant(connection);
        try (LedgerTransport transport = createTransport(connection, participant, participant.halfLease())) {
            return transport.perform(protocolFactory.apply(participant));
        }
    }

    private LedgerParticipant createParticipant(ServerConnection connection) {
        return new LedgerParticipant(
                tokenSupplier.get(),
                options,
                ticker,
                applicationRows,
                new LedgerExceptions(schemaName, connectionFactory.requireDatabaseName(connection), names));
    }

    private LedgerTransport createTransport(
            ServerConnection connection, LedgerParticipant participant, Duration outageTimeout) {
        return new LedgerTransport(connectionFactory, outageTimeout, connection, names, participant);
    }

    /** Releases the ledger on behalf of another owner. */
    static final class ForcedUnlocker {
        private final LedgerParticipant participant;

        ForcedUnlocker(LedgerParticipant participant) {
            this.participant = participant;
        }

        /** Releases the highest state, and returns its owner; empty if the ledger was free. */
        LedgerProtocol<Optional<String>> unlock() {
            Stopwatch readStopwatch = participant.ticker().start();
            return new LedgerReader(participant.exceptions()).readUnlessHidden().then(latestEntry -> {
                Optional<NumberedLedgerState> ownedEntry =
                        latestEntry.filter(entry -> entry.state().isOwned());
                return ownedEntry.isEmpty() ? ofResult(Optional.empty()) : release(ownedEntry.get(), readStopwatch);
            });
        }

        /** Releases a state. If its live owner has written another one since, that one is released instead. */
        private LedgerProtocol<Optional<String>> release(NumberedLedgerState currentEntry, Stopwatch readStopwatch) {
            return LedgerWriter.write(
                            participant,
                            currentEntry,
                            readStopwatch,
                            currentEntry.state().withoutOwner())
                    .then(writtenState -> writtenState.isPresent()
                            ? ofResult(Optional.of(currentEntry.state().ownerName()))
                            : unlock());
        }
    }
}
