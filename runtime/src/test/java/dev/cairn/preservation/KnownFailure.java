package dev.cairn.preservation;

import dev.cairn.preservation.TableDraft.Field;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Changes that are known to lose rows. Each goes as soon as what it names is mended. */
enum KnownFailure {
    /** A generated column that becomes a plain one has no values. */
    GENERATED((before, after) -> any(before, after, (old, now) -> old.isGenerated() != now.isGenerated())),
    /** A struct that gains or loses a field is left out of a copy. */
    STRUCTS((before, after) -> any(
            before,
            after,
            (old, now) -> old.type().contains("STRUCT") && !old.type().equals(now.type()))),
    /** A partition that holds something else is dropped and made anew. */
    PARTITION_VALUES((before, after) -> !before.partitions().equals(after.partitions())),
    /** Partitions that were added to those that the server makes are nowhere recorded. */
    ADDED_PARTITIONS(
            (before, after) -> !before.added().isEmpty() || !after.added().isEmpty());

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final BiPredicate<TableDraft, TableDraft> covers;

    KnownFailure(BiPredicate<TableDraft, TableDraft> covers) {
        this.covers = covers;
    }

    boolean covers(TableDraft before, TableDraft after) {
        return covers.test(before, after);
    }

    private static boolean any(TableDraft before, TableDraft after, BiPredicate<Field, Field> test) {
        return before.columns().stream().anyMatch(old -> {
            Optional<Field> now = after.columns().stream()
                    .filter(column -> column.origin().equals(old.origin()))
                    .findFirst();
            return now.isPresent() && test.test(old, now.get());
        });
    }
}
