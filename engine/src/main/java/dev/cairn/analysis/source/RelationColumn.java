package dev.cairn.analysis.source;

/**
 * A column of a relation in a FROM clause.
 *
 * @param index the position among the columns of the relation, or that of the wildcard after them
 */
public record RelationColumn(BoundRelation relation, int index) {}
