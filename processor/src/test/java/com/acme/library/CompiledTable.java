package com.acme.library;

import dev.cairn.schema.Declared;

/** The declaration that the processor would generate for {@link Compiled}. */
@Declared(
        format = 3,
        ddl = {"CREATE TABLE `compiled` (\n  `id` bigint(20) NOT NULL,\n  `no", "te` varchar(20) NULL\n)"},
        query = "SELECT 1 AS id, 'a' AS note",
        byPosition = true,
        renamedFrom = "renown",
        renamedColumns = {"note", "remark"},
        enums = {"note", "com.acme.library.Parts.Level"},
        primitives = "id",
        allowed = "single-bucket")
final class CompiledTable {
    private CompiledTable() {}
}
