package dev.cairn.catalog;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties of a table or materialized view in the order of their names, each declared or assumed by the server.
 *
 * @param settingByName the properties by their names, which are compared exactly
 */
public record StoredProperties(SortedMap<String, Setting> settingByName) {
    /** The name of the property that assigns a table to a colocation group. */
    public static final String COLOCATION_GROUP = "colocate_with";

    /** The name of the property that declares the foreign keys of a table. */
    public static final String FOREIGN_KEYS = "foreign_key_constraints";

    /** The name of the property that switches dynamic partitioning on. */
    public static final String DYNAMIC_PARTITIONING = "dynamic_partition.enable";

    public static final StoredProperties NONE = new StoredProperties(new TreeMap<>());

    public StoredProperties {
        settingByName = Collections.unmodifiableSortedMap(new TreeMap<>(settingByName));
    }

    /**
     * The value of a property.
     *
     * @param isAssumed whether the value is a default of the server. Comparisons of tables ignore such a value, because
     *     it depends on the cluster and the version.
     */
    public record Setting(String value, boolean isAssumed) {}

    /**
     * Like {@link #equals}, overrides the implicit method of the record, whose method handles would delay the start of
     * the compiler.
     */
    @Override
    public int hashCode() {
        return settingByName.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredProperties properties && settingByName.equals(properties.settingByName);
    }

    public Optional<String> findValue(String name) {
        return Optional.ofNullable(settingByName.get(name)).map(Setting::value);
    }

    public boolean hasProperty(String name) {
        return settingByName.containsKey(name);
    }

    public StoredProperties withProperty(String name, String value) {
        return withSetting(name, new Setting(value, false));
    }

    public StoredProperties withAssumedValue(String name, String value) {
        return withSetting(name, new Setting(value, true));
    }

    /** Returns the properties with the default of a property; the same properties if the property has a value. */
    public StoredProperties withAssumedValueIfAbsent(String name, String value) {
        return hasProperty(name) ? this : withAssumedValue(name, value);
    }

    public StoredProperties withoutProperty(String name) {
        TreeMap<String, Setting> remainingSettings = new TreeMap<>(settingByName);
        remainingSettings.remove(name);
        return new StoredProperties(remainingSettings);
    }

    private StoredProperties withSetting(String name, Setting setting) {
        TreeMap<String, Setting> extendedSettings = new TreeMap<>(settingByName);
        extendedSettings.put(name, setting);
        return new StoredProperties(extendedSettings);
    }
}
