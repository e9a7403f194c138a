package com.acme.marked;

import dev.cairn.schema.Declared;

/** The declaration that was generated for {@link Stale}. */
@Declared(format = 3, ddl = "CREATE TABLE `stale` (\n  `id` bigint(20) NOT NULL,\n  `name` varchar(65533) NULL\n)")
final class StaleTable {
    private StaleTable() {}
}
