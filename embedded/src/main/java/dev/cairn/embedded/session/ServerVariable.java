package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.Locale;

/**
 * A system variable of the server, with its type, its scope, its default value, and the values that it accepts.
 *
 * @param isListed whether SHOW VARIABLES contains the variable
 */
record ServerVariable(
        String name,
        VariableKind kind,
        VariableScope scope,
        boolean isListed,
        String defaultValue,
        VariableDomain domain) {
    enum VariableKind {
        BOOLEAN,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        TEXT
    }

    enum VariableScope {
        /** A variable that can be set for a session and globally. */
        SESSION,
        /** A variable that can't be set globally. */
        SESSION_ONLY,
        /** A variable that can only be set globally. */
        GLOBAL,
        /** A variable that can't be set. */
        READ_ONLY
    }

    /**
     * Parses a line of {@code variables.tsv}, which begins with the components in their order; the domain may be
     * missing.
     */
    static ServerVariable parse(String line) {
        String[] fields = line.split("\t", -1);
        return new ServerVariable(
                fields[0],
                VariableKind.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                VariableScope.valueOf(fields[2].toUpperCase(Locale.ROOT).replace('-', '_')),
                fields[3].equals("shown"),
                fields[4],
                new VariableDomain(fields.length > 5 ? fields[5] : ""));
    }

    ServerVariable withDefaultValue(String newDefaultValue) {
        return new ServerVariable(name, kind, scope, isListed, newDefaultValue, domain);
    }

    /**
     * Returns a value in the form in which the server stores it.
     *
     * @throws Refusal if the value has another type, or the domain does not contain it
     */
    String normalize(String value) {
        try {
            String typedValue = switch (kind) {
                case BOOLEAN -> normalizeBoolean(value);
                case INT -> String.valueOf(Integer.parseInt(value));
                case BIGINT -> String.valueOf(Long.parseLong(value));
                case FLOAT, DOUBLE -> String.valueOf(Double.parseDouble(value));
                case TEXT -> value;
            };
            return domain.normalize(this, typedValue);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_TYPE_INVALID, name);
        }
    }

    private String normalizeBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "1" -> "true";
            case "off", "false", "0" -> "false";
            default -> throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_VALUE_INVALID, name, value);
        };
    }
}
