package dev.cairn.analysis.source;

/**
 * A column of a relation in a FROM clause.
 *
 * @param index the position among the columns of the relation; the wildcard follows the columns
 */
public record BoundColumn(BoundRelation relation, int index) {}
