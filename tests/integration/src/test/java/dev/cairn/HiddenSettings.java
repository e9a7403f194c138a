package dev.cairn;

import dev.cairn.internal.Ticker;

/** Gives tests outside of this package the settings of a migrator that are not public. */
public final class HiddenSettings {
    private HiddenSettings() {}

    /** Returns options with another source of elapsed time. */
    public static MigratorOptions withTicker(MigratorOptions options, Ticker ticker) {
        return options.withSettings(settings -> settings.withTicker(ticker));
    }
}
