package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * How something was written where several spellings mean the same, so that it can be written so again. It is no part of
 * what it means: all spellings are equal.
 *
 * @param text null where nobody wrote it
 */
public record Spelling(@Nullable String text) {
    public static final Spelling NONE = new Spelling(null);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Spelling;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
