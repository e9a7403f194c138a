package dev.cairn.internal.ledger;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a state that is about work which upgrades repeat. It is empty in a ledger that never had any.
 *
 * @param done for each repeatable migration, by its name: the first characters of its hash when it was done last; or, if
 *     a run of it was begun and not finished, {@code @17-3}: the sequence of the state in which that run began, and the
 *     number of its steps
 * @param hookDue whether the hook after the upgrade has to be called
 */
public record RepeatableState(SortedMap<String, String> done, boolean hookDue) {
    public static final RepeatableState NONE = new RepeatableState(Collections.emptySortedMap(), false);

    /** Marks a run that was begun. It is no hexadecimal digit, so it equals no hash. */
    static final String BEGUN = "@";

    private static final int HASH = 16;

    public RepeatableState {
        done = Collections.unmodifiableSortedMap(new TreeMap<>(done));
    }

    /** Returns whether a repeatable migration has been done with this text. */
    public boolean isDone(String name, String hash) {
        return shorten(hash).equals(done.get(name));
    }

    /**
     * A run that was begun and not finished.
     *
     * @param sequence the sequence of the state in which it began
     * @param steps the number of its steps
     */
    public record Unfinished(long sequence, int steps) {}

    /** Returns the unfinished run of a repeatable migration. */
    public Optional<Unfinished> findUnfinished(String name) {
        String value = done.getOrDefault(name, "");
        if (!value.startsWith(BEGUN)) {
            return Optional.empty();
        }
        String[] numbers = value.substring(BEGUN.length()).split("-", 2);
        return Optional.of(new Unfinished(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1])));
    }

    RepeatableState begin(String name, long sequence, int steps) {
        return with(name, BEGUN + sequence + "-" + steps);
    }

    /** Forgets which repeatable migrations are done: a downgrade may drop what they changed. */
    RepeatableState forgetDone() {
        return new RepeatableState(Collections.emptySortedMap(), hookDue);
    }

    RepeatableState complete(String name, String hash) {
        return with(name, shorten(hash));
    }

    RepeatableState hook(boolean due) {
        return new RepeatableState(done, due);
    }

    /**
     * Returns whether this contains what the second one changed in the first. A repeatable migration may have gone on
     * since, or have begun once more; but whether a hook was called since is not known.
     */
    boolean includes(RepeatableState before, RepeatableState recording) {
        return recording.done.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.done.get(entry.getKey())))
                        .allMatch(entry -> done.containsKey(entry.getKey())
                                && !done.get(entry.getKey()).equals(before.done.get(entry.getKey())))
                && (recording.hookDue == before.hookDue || recording.hookDue == hookDue);
    }

    private RepeatableState with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(done);
        more.put(name, value);
        return new RepeatableState(more, hookDue);
    }

    /** Returns the first characters after the prefix that names the algorithm. */
    private static String shorten(String hash) {
        int start = hash.indexOf(':') + 1;
        return hash.substring(start, Math.min(start + HASH, hash.length()));
    }
}
