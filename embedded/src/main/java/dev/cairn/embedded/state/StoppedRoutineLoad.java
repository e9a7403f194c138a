package dev.cairn.embedded.state;

import dev.cairn.catalog.ClusterObject;

/**
 * A Routine Load that was stopped. It is listed while the table with this id exists, under the current name of the
 * table.
 */
public record StoppedRoutineLoad(ClusterObject definition, long tableId, RoutineLoadState state) {}
