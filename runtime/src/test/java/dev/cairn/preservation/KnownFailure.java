package dev.cairn.preservation;

import java.util.function.BiPredicate;

/** Changes that are known to lose rows. Each goes as soon as what it names is mended. */
enum KnownFailure {
    /** A partition that holds something else is dropped and made anew. */
    PARTITION_VALUES((before, after) -> false);

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final BiPredicate<TableDraft, TableDraft> covers;

    KnownFailure(BiPredicate<TableDraft, TableDraft> covers) {
        this.covers = covers;
    }

    boolean covers(TableDraft before, TableDraft after) {
        return covers.test(before, after);
    }
}
