package dev.cairn.cli.option;

import dev.cairn.tooling.definition.ObjectPatterns;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that exclude objects and unreadable definitions from a command. */
public final class ExclusionOptions {
    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Exclude objects by name, such as 'tmp_*' or 'sales.*'; may be repeated.")
    private List<String> excludedPatterns = new ArrayList<>();

    @Option(names = "--skip-unreadable", description = "Skip definitions that can't be read, and report each of them.")
    private boolean skipsUnreadable;

    /**
     * Returns the patterns that select objects: the included ones, without those that the option excludes.
     *
     * @param includedPatterns the patterns of included objects; if empty, all objects are included
     */
    public ObjectPatterns createPatterns(List<String> includedPatterns) {
        return new ObjectPatterns(includedPatterns, excludedPatterns);
    }

    public boolean skipsUnreadable() {
        return skipsUnreadable;
    }
}
