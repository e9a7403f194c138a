package com.acme.library;

import dev.cairn.annotation.Column;
import dev.cairn.annotation.SqlType;
import dev.cairn.annotation.Varchar;
import java.util.List;

/** Types that the records of other libraries contain. */
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
