package dev.cairn.processor.emit;

import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;

/** The level at which optional findings are reported: {@code -Acairn.queries=error|warn|off}. */
public enum ReportLevel {
    ERROR,
    WARN,
    OFF;

    /** The option for queries that the parser can't read. */
    public static final String QUERIES_OPTION = "cairn.queries";
    /** The option for pending changes. */
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

    Optional<Diagnostic.Kind> findDiagnosticKind() {
        return switch (this) {
            case ERROR -> Optional.of(Diagnostic.Kind.ERROR);
            case WARN -> Optional.of(Diagnostic.Kind.WARNING);
            case OFF -> Optional.empty();
        };
    }
}
