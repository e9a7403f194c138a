package dev.cairn.processor.emit;

import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;

/** How loudly something is said that not everybody wants to hear: {@code -Acairn.queries=error|warn|off}. */
public enum ReportLevel {
    ERROR,
    WARN,
    OFF;

    /** Queries that the parser does not know. */
    public static final String QUERIES = "cairn.queries";
    /** Changes of the records that nobody recorded. */
    public static final String PENDING = "cairn.pending";

    /** Empty where the option has no such value. */
    public static Optional<ReportLevel> of(Map<String, String> options, String option) {
        String said = options.getOrDefault(option, "warn");
        return switch (said) {
            case "error" -> Optional.of(ERROR);
            case "warn" -> Optional.of(WARN);
            case "off" -> Optional.of(OFF);
            default -> Optional.empty();
        };
    }

    Optional<Diagnostic.Kind> kind() {
        return switch (this) {
            case ERROR -> Optional.of(Diagnostic.Kind.ERROR);
            case WARN -> Optional.of(Diagnostic.Kind.WARNING);
            case OFF -> Optional.empty();
        };
    }
}
