package dev.cairn.gradle;

import org.gradle.api.provider.MapProperty;
import org.gradle.api.tasks.Input;

/** Values of the placeholders of a schema. */
public interface PlaceholderProperties {
    /** The values, by the names of the placeholders. */
    @Input
    MapProperty<String, String> getPlaceholders();
}
