package dev.cairn.analysis.source;

/**
 * A column of a relation in a FROM clause.
 *
 * @param index the position among the fields of the relation, which may include wildcards
 */
public record BoundColumn(BoundRelation relation, int index) {}
