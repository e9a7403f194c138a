package dev.cairn.cli.option;

import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option that names the source of definitions, which commands also accept as an argument. */
public final class SourceOption {
    /** The name that all commands have for this option. */
    static final String OPTION_NAME = "--definitions";

    /** The name of the option when it accepted only compiled classes. */
    static final String FORMER_OPTION_NAME = "--classes";

    @Option(
            names = OPTION_NAME,
            paramLabel = "SOURCE",
            defaultValue = "",
            description = "Where the definitions are: the URL of a database, an SQL file, a folder of such files, or a"
                    + " folder or archive of compiled classes with a schema.")
    private String source = "";

    @Option(names = FORMER_OPTION_NAME, paramLabel = "SOURCE", defaultValue = "", hidden = true)
    private String formerSource = "";

    public boolean isPassed() {
        return !passedSource().isEmpty();
    }

    private String passedSource() {
        return source.isEmpty() ? formerSource : source;
    }

    /**
     * Returns the source that the option or an argument names; empty if neither names a source.
     *
     * @throws CommandException if both name a source
     */
    public Optional<String> resolveSource(String argument) {
        if (isPassed() && !argument.isEmpty()) {
            throw CommandException.usage("Pass the source of the definitions once: either "
                    + new SourceArgument(argument) + " or " + OPTION_NAME
                    + " " + new SourceArgument(passedSource()) + ".");
        }
        return Stream.of(passedSource(), argument)
                .filter(candidate -> !candidate.isEmpty())
                .findFirst();
    }
}
