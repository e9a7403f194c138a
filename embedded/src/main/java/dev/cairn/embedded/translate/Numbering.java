package dev.cairn.embedded.translate;

/** Names for DuckDB that no other part of the query has. */
final class Numbering {
    private int last;

    String next(String prefix) {
        last++;
        return prefix + last;
    }
}
