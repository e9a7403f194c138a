package com.acme.marked;

import dev.cairn.schema.Declared;

/** The declaration that was generated for {@link Current}. */
@Declared(
        format = 3,
        ddl = "CREATE TABLE `current` (\n  `id` bigint(20) NOT NULL,\n  `name` varchar(65533) NOT NULL\n)",
        nullMarked = true)
final class CurrentTable {
    private CurrentTable() {}
}
