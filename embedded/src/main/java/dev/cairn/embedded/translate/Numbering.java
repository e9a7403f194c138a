package dev.cairn.embedded.translate;

import java.util.Set;
import java.util.TreeSet;

/** What the parts of one translation share: names for DuckDB that no other part has, and which functions they call. */
final class Numbering {
    private final Set<String> functions = new TreeSet<>();
    private int last;

    String next(String prefix) {
        last++;
        return prefix + last;
    }

    void calls(String function) {
        functions.add(function);
    }

    Set<String> functions() {
        return functions;
    }
}
