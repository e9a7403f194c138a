package com.acme.library;

import dev.cairn.schema.Declared;

/** The declaration that an older processor has generated for {@link Older}. */
@Declared(format = 0, ddl = "CREATE TABLE `older` (\n  `id` bigint(20) NOT NULL\n)")
final class OlderTable {
    private OlderTable() {}
}
