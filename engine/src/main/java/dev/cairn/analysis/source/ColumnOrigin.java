package dev.cairn.analysis.source;

/** A column of a table or materialized view from which values are derived, directly or through any number of views. */
public record ColumnOrigin(Source source, Source.Column column) {}
