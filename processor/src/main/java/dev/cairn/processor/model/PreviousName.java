package dev.cairn.processor.model;

import org.jspecify.annotations.Nullable;

/** A previous name, and its place. */
public record PreviousName(String name, Place place) {
    /** Returns the previous name, or the present one if the object was not renamed. */
    public static String nameBefore(@Nullable PreviousName previousName, String currentName) {
        return previousName == null ? currentName : previousName.name;
    }
}
