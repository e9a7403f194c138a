package dev.cairn.upgrade;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration, as the class that is generated from it holds it.
 *
 * <pre>{@code
 * for (RecordedMigration migration : ShopSchema.SCHEMA.migrations()) {
 *     System.out.println(migration.number() + " " + migration.title());
 * }
 * }</pre>
 */
public final class RecordedMigration {
    private final String name;
    private final int number;
    private final String title;
    private final String parentHash;
    private final String hash;
    private final List<String> upgrade;
    private final List<String> downgrade;
    private final String irreversible;
    private final Map<String, String> session;
    private final Set<StepMoment> moments;
    private final @Nullable Supplier<? extends MigrationStep> step;

    RecordedMigration(RecordedMigrationBuilder said, @Nullable Supplier<? extends MigrationStep> step) {
        this.name = said.name;
        this.number = said.number;
        this.title = said.title;
        this.parentHash = said.parentHash;
        this.hash = said.hash;
        this.upgrade = List.copyOf(said.upgrade);
        this.downgrade = List.copyOf(said.downgrade);
        this.irreversible = said.irreversible;
        this.session = said.session();
        this.moments = Set.copyOf(said.moments);
        this.step = step;
    }

    /**
     * Called by generated code: returns a builder.
     *
     * @param format the format version of the generated class
     * @param generated the generated class
     * @param number the number of the migration, counted from 1
     * @param name the name of the class in which the migration was recorded
     * @param title the title
     * @param parentHash the hash of the migration before it; empty for the first
     * @param hash the hash of the migration
     * @throws FormatException if this runtime does not support the format
     */
    public static RecordedMigrationBuilder of(
            int format, Class<?> generated, int number, String name, String title, String parentHash, String hash) {
        Format.require(format, generated);
        return new RecordedMigrationBuilder(number, name, title, parentHash, hash);
    }

    /** Returns the name of its type: {@code V0003AddDiscount}. */
    public String name() {
        return name;
    }

    /** Returns its number. Migrations are counted from 1, without gaps. */
    public int number() {
        return number;
    }

    /** Returns its title: {@code Add discount}. */
    public String title() {
        return title;
    }

    /** Returns the hash of the migration before it; empty for the first. */
    public String parentHash() {
        return parentHash;
    }

    /**
     * Returns its hash: {@code h1:} and 64 hex digits, computed from the hash of the parent and the statements of the
     * upgrade.
     */
    public String hash() {
        return hash;
    }

    /** Returns the statements of the upgrade, each preceded by its markers. */
    public List<String> upgrade() {
        return upgrade;
    }

    /** Returns the statements of the downgrade, each preceded by its markers. */
    public List<String> downgrade() {
        return downgrade;
    }

    /** Returns why the downgrade does not restore the state before; empty if it does. */
    public Optional<String> irreversible() {
        return irreversible.isEmpty() ? Optional.empty() : Optional.of(irreversible);
    }

    /** Returns the session settings for its statements: names and values. */
    public Map<String, String> session() {
        return session;
    }

    /** Returns whether code of the migration runs at the given point. */
    public boolean hasCode(StepMoment moment) {
        return moments.contains(moment);
    }

    /** Returns a new instance of its code; empty if it has none. */
    public Optional<MigrationStep> step() {
        return step == null ? Optional.empty() : Optional.of(step.get());
    }

    @Override
    public String toString() {
        return name;
    }
}
