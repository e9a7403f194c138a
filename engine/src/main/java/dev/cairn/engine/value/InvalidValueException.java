package dev.cairn.engine.value;

import dev.cairn.sql.token.RefusalRule;

/**
 * Signals that a text is invalid, for example as a number, a date or a list of columns. The caller adds the position in
 * the statement.
 */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient RefusalRule rule;
    private final transient Object[] arguments;

    public InvalidValueException(RefusalRule rule, Object... arguments) {
        super(rule.formatMessage(arguments), null, false, false);
        this.rule = rule;
        this.arguments = arguments.clone();
    }

    public RefusalRule rule() {
        return rule;
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    /** Returns the message of the rule, without a position in a statement. */
    public String problem() {
        return rule.formatMessage(arguments);
    }
}
