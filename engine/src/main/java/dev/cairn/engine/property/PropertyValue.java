package dev.cairn.engine.property;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;

/** A value that a statement declares for a property. */
public record PropertyValue(String name, String text, Origin origin, Span span) {
    /** The kind of statement that declares the value. Each kind reports an invalid value in its own way. */
    public enum Origin {
        CREATE_TABLE,
        ALTER_TABLE,
        PARTITION,
        MATERIALIZED_VIEW,
        LOAD
    }

    public PropertyValue(Property property, Origin origin, Span span) {
        this(property.name(), property.value(), origin, span);
    }

    /** Returns the value with another text, for example its normal form. */
    PropertyValue withText(String newText) {
        return newText.equals(text) ? this : new PropertyValue(name, newText, origin, span);
    }

    public boolean equalsIgnoreCase(String expectedText) {
        return text.equalsIgnoreCase(expectedText);
    }

    /** Returns the refusal of a value that does not have the format of the property. */
    Refusal createRefusal(InvalidValueException failure) {
        return origin == Origin.MATERIALIZED_VIEW
                ? Refusal.ofWrapped(span, ServerError.INVALID_PARAMETER, failure.rule(), failure.arguments())
                : createRefusal(failure.rule(), failure.arguments());
    }

    /** Returns a refusal in the form in which a statement of this origin reports it. */
    public Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return switch (origin) {
            case CREATE_TABLE -> Refusal.ofExecution(span, rule, arguments);
            case PARTITION, MATERIALIZED_VIEW -> Refusal.ofAnalysis(span, rule, arguments);
            case ALTER_TABLE, LOAD -> Refusal.ofWrapped(span, ServerError.COMMON, rule, arguments);
        };
    }
}
