package dev.cairn.migration;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reason why a chain is not valid, or a warning about it.
 *
 * @param arguments the arguments of the rule's message
 * @param unknownName suggestions for an unknown name; null for any other problem
 * @param unknownFunction the function that is neither built in nor declared; null for any other problem
 */
public record ChainProblem(
        ChainRule rule,
        ChainLocation location,
        List<String> arguments,
        @Nullable UnknownName unknownName,
        @Nullable UnknownFunction unknownFunction) {
    ChainProblem(ChainRule rule, ChainLocation location, String... arguments) {
        this(rule, location, List.of(arguments), null, null);
    }

    /**
     * The location of a problem.
     *
     * @param migrationName the name of the migration in which the problem is
     * @param index the index of the statement or setting in the attribute; 0 for an attribute with a single value
     * @param span the span in the statement; null if the problem is not in a statement
     */
    public record ChainLocation(
            String migrationName,
            Attribute attribute,
            int index,
            @Nullable Span span) {
        /** Returns the location of a whole statement, or of a whole setting. */
        static ChainLocation of(Migration migration, Attribute attribute, int index) {
            return new ChainLocation(migration.name(), attribute, index, null);
        }

        /** Returns the location of a part of the same statement. */
        ChainLocation withSpan(Span statementSpan) {
            return new ChainLocation(migrationName, attribute, index, statementSpan);
        }
    }

    /** Returns the name of the migration in which the problem is. */
    public String migrationName() {
        return location.migrationName;
    }

    public Attribute attribute() {
        return location.attribute;
    }

    /** Returns the index of the statement or setting in the attribute; 0 for an attribute with a single value. */
    public int index() {
        return location.index;
    }

    /** Returns the span in the statement; null if the problem is not in a statement. */
    public @Nullable Span span() {
        return location.span;
    }

    /** The attribute of a migration in which the problem is. */
    public enum Attribute {
        NUMBER,
        AFTER,
        CHECKPOINT,
        UPGRADE,
        DOWNGRADE,
        SESSION
    }

    boolean isOfSameStatement(ChainProblem other) {
        return migrationName().equals(other.migrationName())
                && attribute() == other.attribute()
                && index() == other.index();
    }

    static ChainProblem of(ChainRule rule, Migration migration, Attribute attribute, String... arguments) {
        return new ChainProblem(rule, ChainLocation.of(migration, attribute, 0), arguments);
    }

    /**
     * Returns the problem and its remedy. If the parser or the server refuses a statement, returns only their message.
     */
    public String message() {
        return rule.hasQuotedMessage() ? arguments.get(arguments.size() - 1) : describeWithCause("");
    }

    /**
     * Returns the problem and its remedy. The cause follows the message of the parser or the server; if there is no
     * such message, it follows the whole text.
     */
    public String describeWithCause(String cause) {
        if (!rule.hasQuotedMessage()) {
            return rule.formatMessage(arguments.toArray()) + cause;
        }
        List<String> extendedArguments = new ArrayList<>(arguments);
        extendedArguments.set(extendedArguments.size() - 1, message() + cause);
        return rule.formatMessage(extendedArguments.toArray());
    }
}
