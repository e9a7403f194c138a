package dev.cairn.tooling.importing;

/**
 * An object, or a part of one, that records can't declare.
 *
 * @param objectName the qualified name of the object
 * @param description the omitted part, and the reason
 * @param isWholeObject whether the whole object is omitted
 */
public record ImportOmission(String objectName, String description, boolean isWholeObject) {
    static ImportOmission ofObject(String objectName, String description) {
        return new ImportOmission(objectName, description, true);
    }

    static ImportOmission ofPart(String objectName, String description) {
        return new ImportOmission(objectName, description, false);
    }

    @Override
    public String toString() {
        return objectName + ": " + description;
    }
}
