package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.Place;
import org.jspecify.annotations.Nullable;

/** Aborts the reading of a single declaration. Its cause has been reported, or may disappear in a later round. */
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

    /** Returns the exception for a declaration whose problem is among the findings, or reported by javac. */
    public static UnreadableDeclarationException ofReported() {
        return new UnreadableDeclarationException("reported", false, null);
    }

    /** Returns the exception for a value that javac can't resolve yet. If it stays unresolved, javac reports it. */
    public static UnreadableDeclarationException ofUnresolved(String value) {
        return new UnreadableDeclarationException(value, true, null);
    }

    /** Returns the exception for a type that does not exist yet. */
    public static UnreadableDeclarationException ofMissing(String typeName, Place place) {
        return new UnreadableDeclarationException(typeName, true, place);
    }

    /** Returns whether another processor may still generate what is missing. */
    public boolean isDeferrable() {
        return isDeferrable;
    }

    /** Returns the missing type or the unresolved value. */
    public String subject() {
        return subject;
    }

    /** Returns the place that refers to the missing type; null for other causes. */
    @Nullable
    public Place place() {
        return place;
    }
}
