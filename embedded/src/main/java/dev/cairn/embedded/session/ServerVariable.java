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
     * Validates a value as the analysis of a statement does, and returns it in the server's form. The value may still
     * have another type.
     *
     * @throws Refusal if the analysis finds that the domain does not contain the value
     */
    String analyze(String value) {
        return domain.analyze(this, value);
    }

    /**
     * Returns an analyzed value in the form in which the server stores it.
     *
     * @throws Refusal if the value has another type, or the domain does not contain it
     */
    String convert(String value) {
        String convertedValue = domain.convert(this, value);
        try {
            String typedValue = switch (kind) {
                case BOOLEAN -> convertBoolean(convertedValue);
                case INT -> String.valueOf(Integer.parseInt(convertedValue));
                case BIGINT -> String.valueOf(Long.parseLong(convertedValue));
                case FLOAT, DOUBLE -> String.valueOf(Double.parseDouble(convertedValue));
                case TEXT -> convertedValue;
            };
            domain.requireSupported(this, typedValue);
            return typedValue;
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_TYPE_INVALID, name);
        }
    }

    /**
     * Requires that a value has the form in which a frontend stores it: {@code true} or {@code false} for a boolean,
     * and a number for {@code sql_mode}.
     */
    void requirePlainValue(String value) {
        boolean isPlain = kind == VariableKind.BOOLEAN
                ? value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
                : !name.equals(SqlMode.VARIABLE_NAME) || value.matches("\\d+");
        if (!isPlain) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_TYPE_INVALID, value);
        }
    }

    private static String convertBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "1" -> "true";
            case "off", "false", "0" -> "false";
            default -> throw new NumberFormatException(value);
        };
    }
}
