package com.acme.marked;

import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.Varchar;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Records to embed. */
public interface Marked {
    /** Columns whose nullness the package decides. */
    @SuppressWarnings("ArrayRecordComponent")
    record Audit(
            @Varchar(64) String createdBy,
            @Varchar(64) @Nullable String changedBy,
            byte[] before,
            byte @Nullable [] after,
            List<@Nullable Integer> marks,
            int version) {}

    /** Columns whose nullness the package does not decide. */
    @NullUnmarked
    record Origin(
            @Varchar(64) String host, @NotNull @Varchar(64) String program) {}
}
