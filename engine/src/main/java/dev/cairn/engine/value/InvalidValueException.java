package dev.cairn.engine.value;

import dev.cairn.sql.token.RefusalRule;

/**
 * Signals an invalid text, such as a wrong number, date or list of columns; the caller adds the position in the
 * statement.
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

    /** Returns the message of the rule for the value, without the position of a statement. */
    public String problem() {
        return rule.formatMessage(arguments);
    }
}
