package dev.cairn.processor.read;

import dev.cairn.annotation.SnapshotTable;

/** A record on the class path of which {@link KnownTable} tells. */
@SnapshotTable(query = "SELECT 1 AS id, 'a' AS note")
public record Known(long id, String note) {}
