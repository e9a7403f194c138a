package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading one declaration, because of a problem that was reported or that a later round may resolve. It is
 * control flow between the readers, so it has no stack trace.
 */
public final class UnreadableDeclarationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String subject;
    private final boolean isDeferrable;
    private final transient @Nullable Place place;

    private UnreadableDeclarationException(String subject, boolean isDeferrable, @Nullable Place place) {
        super(subject, null, false, false);
        this.subject = subject;
        this.isDeferrable = isDeferrable;
        this.place = place;
    }

    /** Adds a finding about a declaration, and returns the exception that stops reading it. */
    public static UnreadableDeclarationException report(
            Findings findings, CompileRule rule, Place place, Object... arguments) {
        findings.add(rule, place, arguments);
        return ofReported();
    }

    /** Returns the exception for a declaration whose problem Cairn has added to the findings, or javac reports. */
    public static UnreadableDeclarationException ofReported() {
        return new UnreadableDeclarationException("reported", false, null);
    }

    /** Returns the exception for a value that javac can't resolve yet. If it stays unresolved, javac reports it. */
    public static UnreadableDeclarationException ofUnresolvedValue(String value) {
        return new UnreadableDeclarationException(value, true, null);
    }

    /** Returns the exception for a type that does not exist yet. */
    public static UnreadableDeclarationException ofMissingType(String typeName, Place place) {
        return new UnreadableDeclarationException(typeName, true, place);
    }

    /** Returns whether another processor may still generate what is missing. */
    public boolean isDeferrable() {
        return isDeferrable;
    }

    /** Returns the missing type or the unresolved value of a deferrable problem. */
    public String subject() {
        return subject;
    }

    /** Returns the place that refers to the missing type; null for other causes. */
    @Nullable
    public Place place() {
        return place;
    }
}
