package dev.cairn.embedded.protocol;

/** A column of a result set. A frontend sends neither the table of a column nor whether it is nullable. */
public record ResultColumn(String name, ResultColumnType type) {}
