package dev.cairn.processor.model;

import org.jspecify.annotations.Nullable;

/** The previous name of an object or column that was renamed, and the place of this name. */
public record PreviousName(String name, Place place) {
    /** Returns the previous name; the current name if the object was not renamed. */
    public static String nameBeforeRename(@Nullable PreviousName previousName, String currentName) {
        return previousName == null ? currentName : previousName.name;
    }
}
