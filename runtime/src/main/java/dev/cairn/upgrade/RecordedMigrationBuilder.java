package dev.cairn.upgrade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A builder for a recorded migration. Only generated code calls it. */
public final class RecordedMigrationBuilder {
    final int number;
    final String name;
    final String title;
    final String parentHash;
    final String hash;
    final List<String> upgrade = new ArrayList<>();
    final List<String> downgrade = new ArrayList<>();
    final Set<StepMoment> moments = EnumSet.noneOf(StepMoment.class);
    private final Map<String, String> session = new LinkedHashMap<>();
    String irreversible = "";

    RecordedMigrationBuilder(int number, String name, String title, String parentHash, String hash) {
        this.number = number;
        this.name = name;
        this.title = title;
        this.parentHash = parentHash;
        this.hash = hash;
    }

    /** Adds statements to the upgrade, in their order. */
    public RecordedMigrationBuilder upgrade(String... statements) {
        Collections.addAll(upgrade, statements);
        return this;
    }

    /** Adds statements to the downgrade, in their order. */
    public RecordedMigrationBuilder downgrade(String... statements) {
        Collections.addAll(downgrade, statements);
        return this;
    }

    /**
     * Marks the migration as irreversible.
     *
     * @param why the reason
     */
    public RecordedMigrationBuilder irreversible(String why) {
        irreversible = why;
        return this;
    }

    /** Adds a session setting. */
    public RecordedMigrationBuilder session(String setting, String value) {
        session.put(setting, value);
        return this;
    }

    /** Returns the migration, without code. */
    public RecordedMigration build() {
        return new RecordedMigration(this, null);
    }

    /**
     * Returns the migration, with code.
     *
     * @param step creates an instance of the code
     * @param first the first point at which code runs
     * @param further the other points at which code runs
     */
    public RecordedMigration build(Supplier<? extends MigrationStep> step, StepMoment first, StepMoment... further) {
        moments.add(first);
        Collections.addAll(moments, further);
        return new RecordedMigration(this, step);
    }

    Map<String, String> session() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(session));
    }
}
