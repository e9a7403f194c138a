package dev.cairn.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table's properties in the order of their names, each said or assumed by the server. */
public record Properties(SortedMap<String, Setting> settings) {
    public static final Properties NONE = new Properties(new TreeMap<>());

    public Properties {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * A property's value.
     *
     * @param assumed nobody said it: it differs by cluster and version, and never differs from anything
     */
    public record Setting(String value, boolean assumed) {}

    public Optional<String> value(String name) {
        return Optional.ofNullable(settings.get(name)).map(Setting::value);
    }

    public boolean has(String name) {
        return settings.containsKey(name);
    }

    public Properties with(String name, String value) {
        return with(name, new Setting(value, false));
    }

    public Properties assuming(String name, String value) {
        return with(name, new Setting(value, true));
    }

    public Properties without(String name) {
        TreeMap<String, Setting> fewer = new TreeMap<>(settings);
        fewer.remove(name);
        return new Properties(fewer);
    }

    private Properties with(String name, Setting setting) {
        Map<String, Setting> more = new TreeMap<>(settings);
        more.put(name, setting);
        return new Properties(new TreeMap<>(more));
    }
}
