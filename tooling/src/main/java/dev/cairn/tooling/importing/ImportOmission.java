package dev.cairn.tooling.importing;

/**
 * An object, or a part of one, that records can't declare.
 *
 * @param object the qualified name of the object
 * @param what the omitted part, and the reason
 * @param whole whether the whole object is omitted
 */
public record ImportOmission(String object, String what, boolean whole) {
    @Override
    public String toString() {
        return object + ": " + what;
    }
}
