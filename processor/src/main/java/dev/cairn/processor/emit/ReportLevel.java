package dev.cairn.processor.emit;

import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;

/** The level at which a kind of findings is reported, as an option sets it: {@code -Acairn.queries=error|warn|off}. */
public enum ReportLevel {
    ERROR,
    WARN,
    OFF;

    /** The option that sets the level for queries that the parser can't read. */
    public static final String QUERIES_OPTION = "cairn.queries";
    /** The option that sets the level for pending changes. */
    public static final String PENDING_OPTION = "cairn.pending";

    /** Returns the level that an option sets, or WARN if it is absent; empty if its value is invalid. */
    public static Optional<ReportLevel> findIn(Map<String, String> options, String optionName) {
        String levelName = options.getOrDefault(optionName, "warn");
        return switch (levelName) {
            case "error" -> Optional.of(ERROR);
            case "warn" -> Optional.of(WARN);
            case "off" -> Optional.of(OFF);
            default -> Optional.empty();
        };
    }

    /** Returns the kind of the messages of javac; empty if no message is printed. */
    Optional<Diagnostic.Kind> findDiagnosticKind() {
        return switch (this) {
            case ERROR -> Optional.of(Diagnostic.Kind.ERROR);
            case WARN -> Optional.of(Diagnostic.Kind.WARNING);
            case OFF -> Optional.empty();
        };
    }
}
