package dev.cairn.gradle;

import org.gradle.api.provider.MapProperty;
import org.gradle.api.tasks.Input;

/** The property of a task that resolves the placeholders of a schema. The plugin sets it from its extension. */
public interface PlaceholderProperties {
    /** The values, by the names of the placeholders. */
    @Input
    MapProperty<String, String> getPlaceholders();
}
