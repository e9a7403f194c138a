package dev.cairn.embedded.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Keeps the newest entries, up to a number of entries and a total length. The newest entry is kept, however long it is,
 * unless the capacity is 0. This class is not thread-safe.
 */
final class NewestEntries<T> {
    /** The maximum length of all entries together: an application may insert a million rows in a small heap. */
    private static final int MAX_CHARACTERS = 1 << 24;

    private final int capacity;
    private final ToIntFunction<T> lengthFunction;
    private final Deque<T> entries = new ArrayDeque<>();
    private long characterCount;

    /**
     * Creates an empty list of entries.
     *
     * @param capacity the maximum number of entries; 0 to keep none
     * @param lengthFunction returns the number of characters of an entry
     */
    NewestEntries(int capacity, ToIntFunction<T> lengthFunction) {
        this.capacity = capacity;
        this.lengthFunction = lengthFunction;
    }

    void add(T entry) {
        if (capacity > 0) {
            entries.addLast(entry);
            characterCount += lengthFunction.applyAsInt(entry);
            while (entries.size() > capacity || (characterCount > MAX_CHARACTERS && entries.size() > 1)) {
                characterCount -= lengthFunction.applyAsInt(entries.removeFirst());
            }
        }
    }

    /** Returns the entries, the oldest first. */
    List<T> entries() {
        return List.copyOf(entries);
    }

    void clear() {
        entries.clear();
        characterCount = 0;
    }
}
