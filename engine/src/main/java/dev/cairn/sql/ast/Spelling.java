package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * The spelling of a construct that can be spelled in several equivalent ways, stored so that it can be rendered in the
 * same way. The spelling does not affect the meaning, so all spellings are equal.
 *
 * @param text the construct as written; null if it was not parsed from text
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
