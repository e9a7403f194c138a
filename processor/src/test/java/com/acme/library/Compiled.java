package com.acme.library;

import dev.cairn.annotation.SnapshotTable;

/** A record on the class path; {@link CompiledTable} says how it was declared. */
@SnapshotTable(query = "SELECT 1 AS id, 'a' AS note")
public record Compiled(long id, String note) {}
