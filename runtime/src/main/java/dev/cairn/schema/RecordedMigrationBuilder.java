package dev.cairn.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a recorded migration says, one thing after another. Only generated code calls it. */
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

    /** Further statements, in their order. */
    public RecordedMigrationBuilder upgrade(String... statements) {
        Collections.addAll(upgrade, statements);
        return this;
    }

    /** Further statements that lead back, in their order. */
    public RecordedMigrationBuilder downgrade(String... statements) {
        Collections.addAll(downgrade, statements);
        return this;
    }

    /** Nothing leads back. */
    public RecordedMigrationBuilder irreversible(String why) {
        irreversible = why;
        return this;
    }

    /** A setting of the session. */
    public RecordedMigrationBuilder session(String setting, String value) {
        session.put(setting, value);
        return this;
    }

    /** The migration, without code. */
    public RecordedMigration build() {
        return new RecordedMigration(this, null);
    }

    /** The migration, with code that runs then. */
    public RecordedMigration build(Supplier<? extends MigrationStep> step, StepMoment first, StepMoment... further) {
        moments.add(first);
        Collections.addAll(moments, further);
        return new RecordedMigration(this, step);
    }

    Map<String, String> session() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(session));
    }
}
