package dev.cairn.processor.emit;

import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;

/** What a query is to the compile that the parser does not know: {@code -Acairn.queries=error|warn|off}. */
public enum QueryMode {
    ERROR,
    WARN,
    OFF;

    public static final String OPTION = "cairn.queries";

    /** Empty where the option has no such value. */
    public static Optional<QueryMode> of(Map<String, String> options) {
        String said = options.getOrDefault(OPTION, "warn");
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
