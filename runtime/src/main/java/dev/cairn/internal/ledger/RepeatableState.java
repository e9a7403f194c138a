package dev.cairn.internal.ledger;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a ledger state that records repeatable migrations and hooks. It is empty if the schema never had any.
 *
 * @param doneHashes for each repeatable migration, by its name: the first characters of its hash when it was done last;
 *     or, if a run of it was begun and not finished, {@code @17-3}: the sequence of the state in which that run began,
 *     and the number of its steps
 * @param isHookDue whether the hook after the upgrade has to be called
 */
public record RepeatableState(SortedMap<String, String> doneHashes, boolean isHookDue) {
    public static final RepeatableState NONE = new RepeatableState(Collections.emptySortedMap(), false);

    /** Marks a run that was begun. It is not a hexadecimal digit, so it equals no hash. */
    static final String BEGUN_PREFIX = "@";

    private static final int HASH_LENGTH = 16;

    public RepeatableState {
        doneHashes = Collections.unmodifiableSortedMap(new TreeMap<>(doneHashes));
    }

    /** Returns whether a repeatable migration has been done with this text. */
    public boolean isDone(String name, String hash) {
        return shorten(hash).equals(doneHashes.get(name));
    }

    /**
     * A run that was begun and not finished.
     *
     * @param sequence the sequence of the state in which it began
     * @param steps the number of its steps
     */
    public record UnfinishedRun(long sequence, int steps) {}

    /** Returns the unfinished run of a repeatable migration. */
    public Optional<UnfinishedRun> findUnfinishedRun(String name) {
        String value = doneHashes.getOrDefault(name, "");
        if (!value.startsWith(BEGUN_PREFIX)) {
            return Optional.empty();
        }
        String[] numbers = value.substring(BEGUN_PREFIX.length()).split("-", 2);
        return Optional.of(new UnfinishedRun(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1])));
    }

    RepeatableState begin(String name, long sequence, int steps) {
        return withEntry(name, BEGUN_PREFIX + sequence + "-" + steps);
    }

    /** Forgets which repeatable migrations are done: a downgrade may drop what they changed. */
    RepeatableState forgetDone() {
        return new RepeatableState(Collections.emptySortedMap(), isHookDue);
    }

    RepeatableState complete(String name, String hash) {
        return withEntry(name, shorten(hash));
    }

    RepeatableState withHookDue(boolean isHookDue) {
        return new RepeatableState(doneHashes, isHookDue);
    }

    /**
     * Returns whether this contains what the second one changed in the first. A repeatable migration may have gone on
     * since, or have begun once more; but whether a hook was called since is not known.
     */
    boolean includes(RepeatableState before, RepeatableState recordedState) {
        return recordedState.doneHashes.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.doneHashes.get(entry.getKey())))
                        .allMatch(entry -> doneHashes.containsKey(entry.getKey())
                                && !doneHashes.get(entry.getKey()).equals(before.doneHashes.get(entry.getKey())))
                && (recordedState.isHookDue == before.isHookDue || recordedState.isHookDue == isHookDue);
    }

    private RepeatableState withEntry(String name, String value) {
        SortedMap<String, String> newHashes = new TreeMap<>(doneHashes);
        newHashes.put(name, value);
        return new RepeatableState(newHashes, isHookDue);
    }

    /** Returns the first characters after the prefix that names the algorithm. */
    private static String shorten(String hash) {
        int start = hash.indexOf(':') + 1;
        return hash.substring(start, Math.min(start + HASH_LENGTH, hash.length()));
    }
}
