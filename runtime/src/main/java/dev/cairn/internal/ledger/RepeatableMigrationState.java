package dev.cairn.internal.ledger;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a ledger state that records repeatable migrations and hooks. It is empty if the schema never had any.
 *
 * @param progressByName for each repeatable migration, by its name: the first characters of its hash when it was done
 *     last; or, if a run of it was started and not completed, {@code @17-3}: the sequence of the state in which that
 *     run started, and the number of its steps
 * @param isHookDue whether the hook after the upgrade has to be called
 */
public record RepeatableMigrationState(SortedMap<String, String> progressByName, boolean isHookDue) {
    public static final RepeatableMigrationState NONE =
            new RepeatableMigrationState(Collections.emptySortedMap(), false);

    /** Marks a run that was started. It is not a hexadecimal digit, so it equals no hash. */
    static final String STARTED_PREFIX = "@";

    private static final int HASH_LENGTH = 16;

    public RepeatableMigrationState {
        progressByName = Collections.unmodifiableSortedMap(new TreeMap<>(progressByName));
    }

    /** Returns whether the last completed run of a repeatable migration had this hash, and no run was started since. */
    public boolean isDone(String name, String hash) {
        return shorten(hash).equals(progressByName.get(name));
    }

    /**
     * A run that was started and not completed.
     *
     * @param sequence the sequence of the state in which it started
     * @param stepCount the number of its steps
     */
    public record UnfinishedRun(long sequence, int stepCount) {}

    /** Returns the unfinished run of a repeatable migration; empty if none was started since the last completed one. */
    public Optional<UnfinishedRun> findUnfinishedRun(String name) {
        String progress = progressByName.getOrDefault(name, "");
        if (!progress.startsWith(STARTED_PREFIX)) {
            return Optional.empty();
        }
        String[] numbers = progress.substring(STARTED_PREFIX.length()).split("-", 2);
        return Optional.of(new UnfinishedRun(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1])));
    }

    RepeatableMigrationState withStartedRun(String name, long sequence, int stepCount) {
        return withProgress(name, STARTED_PREFIX + sequence + "-" + stepCount);
    }

    /** Returns the state in which no repeatable migration is done: a downgrade may drop what they changed. */
    RepeatableMigrationState withoutProgress() {
        return new RepeatableMigrationState(Collections.emptySortedMap(), isHookDue);
    }

    RepeatableMigrationState withCompletedRun(String name, String hash) {
        return withProgress(name, shorten(hash));
    }

    RepeatableMigrationState withHookDue(boolean isHookDue) {
        return new RepeatableMigrationState(progressByName, isHookDue);
    }

    /**
     * Returns whether this state contains the changes from the previous state to the recorded one. A repeatable
     * migration may have continued since, or have started again; whether a hook was called since is unknown.
     */
    boolean includes(RepeatableMigrationState previousState, RepeatableMigrationState recordedState) {
        return recordedState.progressByName.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(previousState.progressByName.get(entry.getKey())))
                        .allMatch(entry -> progressByName.containsKey(entry.getKey())
                                && !progressByName
                                        .get(entry.getKey())
                                        .equals(previousState.progressByName.get(entry.getKey())))
                && (recordedState.isHookDue == previousState.isHookDue || recordedState.isHookDue == isHookDue);
    }

    private RepeatableMigrationState withProgress(String name, String progress) {
        SortedMap<String, String> newProgressByName = new TreeMap<>(progressByName);
        newProgressByName.put(name, progress);
        return new RepeatableMigrationState(newProgressByName, isHookDue);
    }

    /** Returns the first characters of a hash, without the prefix that names its algorithm. */
    private static String shorten(String hash) {
        int digitsStart = hash.indexOf(':') + 1;
        return hash.substring(digitsStart, Math.min(digitsStart + HASH_LENGTH, hash.length()));
    }
}
