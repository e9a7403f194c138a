package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import org.jspecify.annotations.Nullable;

/** The previous name of an object or column that was renamed, and the place of this name. */
public record PreviousName(String name, Place place) {
    /** Returns the name before a rename; the current name if there is no previous one. */
    public static String nameBeforeRename(@Nullable PreviousName previousName, String currentName) {
        return previousName == null ? currentName : previousName.name;
    }
}
