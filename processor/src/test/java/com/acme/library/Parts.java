package com.acme.library;

import dev.cairn.annotation.Column;
import dev.cairn.annotation.SqlType;
import dev.cairn.annotation.Varchar;
import java.util.List;

/** Records and enums that stand in the records of others, as class files. */
public interface Parts {
    /** A STRUCT with annotations that class files keep. */
    record Address(
            @Varchar(40) String street,
            @Column(name = "no") int number,
            @SqlType("array<varchar(8)>") List<String> tags) {}

    /** Columns to embed. */
    record Audit(@Varchar(64) String createdBy, Level level, List<Integer> marks) {}

    /** Stored by name. */
    enum Level {
        LOW,
        HIGH
    }
}
