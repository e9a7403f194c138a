package dev.cairn.embedded.translate.value;

import java.util.Set;
import java.util.TreeSet;

/** What the parts of one translation share: names for DuckDB that no other part has, and which functions they call. */
public final class TranslationState {
    private final Set<String> functions = new TreeSet<>();
    private int last;

    public String next(String prefix) {
        last++;
        return prefix + last;
    }

    public void calls(String function) {
        functions.add(function);
    }

    public Set<String> functions() {
        return functions;
    }
}
