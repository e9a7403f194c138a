package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The progress of a schema's migrations, and the owner that may continue them.
 *
 * <pre>{@code
 * heldLedger.write((state, sequence) -> state.withCompletedMigration(row)
 *         .withStartedMigration(Direction.UPGRADE, 5, hash, sequence)
 *         .withStartedStep(1));
 * }</pre>
 *
 * @param head the last migration that is done
 * @param identity distinguishes this ledger from others
 * @param progress the run of a migration
 * @param holder the owner, and the writer of the state
 * @param writtenHistory the extent of the history view, and the rows that it lacks
 * @param repeatableMigrationState the repeatable migrations that are done, and the hook that is due
 */
public record LedgerState(
        LedgerHead head,
        LedgerIdentity identity,
        RunProgress progress,
        LedgerHolder holder,
        WrittenHistory writtenHistory,
        RepeatableMigrationState repeatableMigrationState) {
    /** The maximum number of rows to write into one state, which is stored in the comment of a view. */
    public static final int MAX_ROWS_PER_WRITE = 40;

    /** Returns the state before the first migration, without an owner. */
    public static LedgerState initial(String profile) {
        return new LedgerState(
                LedgerHead.NONE,
                new LedgerIdentity("", profile),
                RunProgress.NONE,
                LedgerHolder.NONE,
                WrittenHistory.NONE,
                RepeatableMigrationState.NONE);
    }

    /**
     * The identity of a ledger.
     *
     * @param identifier a random identifier in the first state, which distinguishes this ledger from earlier ones in
     *     the same database; empty in a ledger that an older Cairn created, until no migration is in progress
     * @param profile the profile of the server, such as {@code 4.1/shared-nothing}
     */
    record LedgerIdentity(String identifier, String profile) {}

    /**
     * The owner of the ledger.
     *
     * @param owner the token of the owner; empty if the ledger is free
     * @param writer the token of the migrator that wrote the state; a migrator recognizes its own states by it
     * @param lease how long the owner may be silent
     */
    record LedgerHolder(String owner, String writer, Duration lease) {
        static final LedgerHolder NONE = new LedgerHolder("", "", Duration.ZERO);
    }

    /**
     * The history, which is written into a view.
     *
     * @param extent the rows of the view
     * @param unwrittenRows the completed migrations that the view lacks
     */
    record WrittenHistory(HistoryViewExtent extent, List<HistoryRow> unwrittenRows) {
        static final WrittenHistory NONE = new WrittenHistory(HistoryViewExtent.NONE, List.of());

        WrittenHistory {
            unwrittenRows = List.copyOf(unwrittenRows);
        }
    }

    /**
     * Parses a state.
     *
     * @throws LedgerFormatException if the text is not a state, or was written by a newer Cairn
     */
    public static LedgerState parse(String stateText) {
        return StateParser.parse(stateText);
    }

    /** Returns the text that {@link #parse} reads. */
    public String format() {
        return StateFormatter.format(this);
    }

    public String identifier() {
        return identity.identifier;
    }

    public String profile() {
        return identity.profile;
    }

    /** Returns the unfinished migration; empty if no migration is in progress. */
    public Optional<UnfinishedMigration> unfinishedMigration() {
        return progress.unfinishedMigration();
    }

    /**
     * Returns the name of the script that runs migrations of the schema in place of a migrator, and has not ended;
     * empty if there is no such script.
     */
    public Optional<String> unfinishedScript() {
        return progress.unfinishedScript();
    }

    /** Returns whether a migration is in progress in a direction: an earlier run has not ended. */
    public boolean isInProgress(int migrationNumber, Direction direction) {
        return unfinishedMigration()
                .filter(unfinishedMigration ->
                        unfinishedMigration.direction() == direction && unfinishedMigration.number() == migrationNumber)
                .isPresent();
    }

    /** Returns the completed steps of the run. */
    public SortedSet<Integer> completedStepNumbers() {
        return progress.steps().completedStepNumbers();
    }

    /** Returns the steps that were started and whose completion is not recorded. */
    public SortedSet<Integer> openStepNumbers() {
        return progress.steps().openStepNumbers();
    }

    /** Returns the hashes of the texts of the started steps, by step number. */
    public SortedMap<Integer, String> hashByStepNumber() {
        return progress.steps().hashByStepNumber();
    }

    /** Returns the notes that were written before the statements of open steps were sent, by step number. */
    public SortedMap<Integer, String> evidenceByStepNumber() {
        return progress.steps().evidenceByStepNumber();
    }

    /** Returns the steps that were started, whether they are completed or not. */
    public SortedSet<Integer> startedStepNumbers() {
        return progress.steps().startedStepNumbers();
    }

    public String owner() {
        return holder.owner;
    }

    /** Returns the owner without the time that its token may contain, for messages. */
    public String ownerName() {
        return OwnerToken.removeTime(owner());
    }

    public String writer() {
        return holder.writer;
    }

    public Duration lease() {
        return holder.lease;
    }

    /** Returns the extent of the history view when it was last written. */
    public HistoryViewExtent historyViewExtent() {
        return writtenHistory.extent;
    }

    /** Returns the completed migrations that the history view lacks. */
    public List<HistoryRow> unwrittenRows() {
        return writtenHistory.unwrittenRows;
    }

    public boolean isOwned() {
        return !owner().isEmpty();
    }

    /**
     * Returns whether this state contains the work that another state of the same ledger records, whichever migrator
     * did the work. Returns false if that is uncertain.
     *
     * @param previousState the state before the recorded one, whose work does not count as recorded
     */
    boolean includes(LedgerState previousState, LedgerState recordedState) {
        boolean isDowngrade = recordedState.head.number() < previousState.head.number();
        boolean isHeadReached =
                isDowngrade ? head.equals(recordedState.head) : head.number() >= recordedState.head.number();
        return isHeadReached
                && identifier().equals(recordedState.identifier())
                && (recordedState.progress.hasSameSteps(previousState.progress)
                        || progress.isAtOrAfter(recordedState.progress, head))
                && repeatableMigrationState.includes(
                        previousState.repeatableMigrationState, recordedState.repeatableMigrationState);
    }

    /**
     * Sets the identifier of the ledger if it has none. A migration that an older Cairn started labels its loads
     * without an identifier, and is completed first.
     */
    LedgerState withIdentifier(String newIdentifier) {
        return identifier().isEmpty() && unfinishedMigration().isEmpty()
                ? withIdentity(new LedgerIdentity(newIdentifier, profile()))
                : this;
    }

    /** Records that a script runs migrations of the schema: until it has ended, no migrator may run them. */
    public LedgerState withStartedScript(String scriptName) {
        return withProgress(progress.withUnfinishedScript(Optional.of(scriptName)));
    }

    /** Records that no script runs migrations of the schema. */
    public LedgerState withoutScript() {
        return withProgress(progress.withUnfinishedScript(Optional.empty()));
    }

    /** Starts a migration in the state with this sequence. */
    public LedgerState withStartedMigration(Direction direction, int number, String hash, long sequence) {
        boolean followsDowngrade = direction == Direction.UPGRADE && isInProgress(number, Direction.DOWNGRADE);
        return withProgress(
                RunProgress.of(new UnfinishedMigration(direction, number, sequence, hash, followsDowngrade)));
    }

    /**
     * Replaces the hashes of the resumed migration and, by step number, of its steps. The hashes of steps that were not
     * started are dropped. A migration must be in progress.
     */
    public LedgerState withHashes(String hash, SortedMap<Integer, String> newHashByStepNumber) {
        return withProgress(progress.withHashes(hash, newHashByStepNumber));
    }

    /** Records that a step was started. */
    public LedgerState withStartedStep(int stepNumber) {
        return withStartedStep(stepNumber, "");
    }

    /**
     * Records that a step was started.
     *
     * @param evidence a note that shows later whether its statement ran, in letters, digits and dots; empty if nothing
     *     shows it
     */
    public LedgerState withStartedStep(int stepNumber, String evidence) {
        return withProgress(progress.mapSteps(steps -> steps.withStartedStep(stepNumber, evidence)));
    }

    /** Records that a step is complete. */
    public LedgerState withCompletedStep(int stepNumber) {
        return withProgress(progress.mapSteps(steps -> steps.withCompletedStep(stepNumber)));
    }

    /** Resets a started step, as if it had not been started. */
    public LedgerState withResetStep(int stepNumber) {
        return withProgress(progress.mapSteps(steps -> steps.withResetStep(stepNumber)));
    }

    /** Ends the run of an upgrade: its migration becomes the head. */
    public LedgerState withCompletedMigration(HistoryRow row) {
        return withoutRun(row.head()).withUnwrittenRows(HistoryRow.merge(unwrittenRows(), List.of(row)));
    }

    /**
     * Ends the run of a downgrade: this parent becomes the head. Repeatable migrations will run again. The history view
     * counts as one with the reverted migration: an upgrade that ended before its last state may have added it.
     */
    public LedgerState withRevertedMigration(LedgerHead parent) {
        int lastPossibleNumber = unfinishedMigration()
                .map(UnfinishedMigration::number)
                .orElse(writtenHistory.extent.lastMigrationNumber());
        List<HistoryRow> remainingRows = unwrittenRows().stream()
                .filter(row -> row.number() <= parent.number())
                .toList();
        return withoutRun(parent)
                .withRepeatableMigrationState(repeatableMigrationState.withoutProgress())
                .withWrittenHistory(new WrittenHistory(
                        writtenHistory.extent.withPossibleMigration(lastPossibleNumber), remainingRows));
    }

    /** Records that a repeatable migration with this number of steps begins in the state with this sequence. */
    public LedgerState withStartedRepeatable(String name, long sequence, int stepCount) {
        return withRepeatableMigrationState(repeatableMigrationState.withStartedRun(name, sequence, stepCount));
    }

    /** Records that a repeatable migration is done. */
    public LedgerState withCompletedRepeatable(String name, HistoryRow row) {
        return withRepeatableMigrationState(repeatableMigrationState.withCompletedRun(name, row.hash()))
                .withUnwrittenRows(HistoryRow.merge(unwrittenRows(), List.of(row)));
    }

    /** Records whether the hook after the upgrade has to be called. */
    public LedgerState withHookDue(boolean isHookDue) {
        return withRepeatableMigrationState(repeatableMigrationState.withHookDue(isHookDue));
    }

    /** Sets the head and discards a run that was in progress; rows beyond the head are removed from the history. */
    public LedgerState withStampedHead(LedgerHead newHead, List<HistoryRow> rows) {
        return withRevertedMigration(newHead)
                .withUnwrittenRows(
                        HistoryRow.merge(withRevertedMigration(newHead).unwrittenRows(), rows));
    }

    /** Marks the history view as outdated, so that the release of the ledger writes it again. */
    public LedgerState withHistoryToRewrite() {
        return withWrittenHistory(new WrittenHistory(HistoryViewExtent.UNKNOWN, unwrittenRows()));
    }

    /** Returns whether a migration is done, or a migrator or a script has begun one. */
    public boolean hasBegun() {
        return head.number() > 0
                || unfinishedMigration().isPresent()
                || unfinishedScript().isPresent();
    }

    /** Returns the rows of the history view whose migrations are neither done nor in progress. */
    List<HistoryRow> findUnexplainedRows(List<HistoryRow> viewRows) {
        int lastNumber = Math.max(head.number(), writtenHistory.extent.lastMigrationNumber());
        return viewRows.stream()
                .filter(row -> row.number() > lastNumber)
                .filter(row -> unfinishedMigration()
                        .filter(ownMigration -> ownMigration.number() == row.number())
                        .isEmpty())
                .toList();
    }

    public LedgerState withProfile(String newProfile) {
        return withIdentity(new LedgerIdentity(identifier(), newProfile));
    }

    LedgerState withOwner(String token, Duration newLease) {
        return withHolder(new LedgerHolder(token, writer(), newLease));
    }

    LedgerState withWriter(String token) {
        return withHolder(new LedgerHolder(owner(), token, lease()));
    }

    LedgerState withoutOwner() {
        return withOwner("", Duration.ZERO);
    }

    /** Records that the history view is up to date. */
    LedgerState withWrittenHistory(HistoryViewExtent extent) {
        return withWrittenHistory(new WrittenHistory(extent, List.of()));
    }

    /** Returns whether the history view lacks completed migrations, or has migrations beyond the head. */
    boolean isHistoryOutdated() {
        return !unwrittenRows().isEmpty() || writtenHistory.extent.lastMigrationNumber() > head.number();
    }

    private LedgerState withoutRun(LedgerHead newHead) {
        return new LedgerState(newHead, identity, RunProgress.NONE, holder, writtenHistory, repeatableMigrationState);
    }

    private LedgerState withIdentity(LedgerIdentity newIdentity) {
        return new LedgerState(head, newIdentity, progress, holder, writtenHistory, repeatableMigrationState);
    }

    private LedgerState withProgress(RunProgress newProgress) {
        return new LedgerState(head, identity, newProgress, holder, writtenHistory, repeatableMigrationState);
    }

    private LedgerState withHolder(LedgerHolder newHolder) {
        return new LedgerState(head, identity, progress, newHolder, writtenHistory, repeatableMigrationState);
    }

    private LedgerState withWrittenHistory(WrittenHistory newHistory) {
        return new LedgerState(head, identity, progress, holder, newHistory, repeatableMigrationState);
    }

    private LedgerState withRepeatableMigrationState(RepeatableMigrationState newRepeatableMigrationState) {
        return new LedgerState(head, identity, progress, holder, writtenHistory, newRepeatableMigrationState);
    }

    private LedgerState withUnwrittenRows(List<HistoryRow> newUnwrittenRows) {
        return withWrittenHistory(new WrittenHistory(writtenHistory.extent, newUnwrittenRows));
    }
}
