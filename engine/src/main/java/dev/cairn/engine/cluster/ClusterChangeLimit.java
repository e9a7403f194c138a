package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import java.util.List;

/**
 * The limit up to which statements can change an object.
 *
 * @param reachableObject the desired object, in which each part that no statement can change has its current value
 * @param problems why these parts can't change and what to do instead, as clauses of a sentence
 */
public record ClusterChangeLimit(ClusterObject reachableObject, List<String> problems) {
    public ClusterChangeLimit {
        problems = List.copyOf(problems);
    }
}
