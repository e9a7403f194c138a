package dev.cairn.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the source of definitions, which commands also accept as an argument. */
public final class SourceOption {
    /** The name that all commands have for this option. */
    static final String OPTION_NAME = "--definitions";

    /**
     * The name that the option had when it accepted only compiled classes; it is still accepted, but not documented.
     */
    static final String FORMER_OPTION_NAME = "--classes";

    @Option(
            names = OPTION_NAME,
            paramLabel = "SOURCE",
            defaultValue = "",
            description = "Where the definitions are: the URL of a database, an SQL file, a folder of such files, or"
                    + " compiled classes that contain a schema, in a folder or an archive.")
    private String source = "";

    @Option(names = FORMER_OPTION_NAME, paramLabel = "SOURCE", defaultValue = "", hidden = true)
    private String formerSource = "";

    public boolean isPassed() {
        return !passedSource().isEmpty();
    }

    /**
     * Returns the source that the option or an argument names; empty if neither names a source.
     *
     * @param argument the argument of the command; empty if it was not passed
     * @throws CommandException if both name a source
     */
    public Optional<String> resolveSource(String argument) {
        if (isPassed() && !argument.isEmpty()) {
            throw CommandException.usage("Pass the source of the definitions once: either "
                    + SourceArgument.describe(argument) + " or " + OPTION_NAME
                    + " " + SourceArgument.describe(passedSource()) + ".");
        }
        String resolvedSource = isPassed() ? passedSource() : argument;
        return resolvedSource.isEmpty() ? Optional.empty() : Optional.of(resolvedSource);
    }

    private String passedSource() {
        return source.isEmpty() ? formerSource : source;
    }
}
