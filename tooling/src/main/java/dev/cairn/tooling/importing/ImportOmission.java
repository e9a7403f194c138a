package dev.cairn.tooling.importing;

/**
 * Something that no record can say.
 *
 * @param object with its database
 * @param what what was left out, and why
 * @param whole whether the object has no record at all
 */
public record ImportOmission(String object, String what, boolean whole) {
    @Override
    public String toString() {
        return object + ": " + what;
    }
}
