package dev.cairn.analysis.source;

/** A column that values are taken from: of a table or materialized view, however many views are between. */
public record ColumnOrigin(Source source, Source.Column column) {}
