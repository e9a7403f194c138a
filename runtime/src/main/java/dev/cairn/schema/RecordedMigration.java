package dev.cairn.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A migration as it was recorded, in the class that is generated from it.
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
     * Called by generated code.
     *
     * @param format of the generated class
     */
    public static RecordedMigrationBuilder of(
            int format, Class<?> generated, int number, String name, String title, String parentHash, String hash) {
        Format.require(format, generated);
        return new RecordedMigrationBuilder(number, name, title, parentHash, hash);
    }

    /** Of its type: {@code V0003AddDiscount}. */
    public String name() {
        return name;
    }

    /** Counted from 1, without gaps. */
    public int number() {
        return number;
    }

    /** As in {@code Add discount}. */
    public String title() {
        return title;
    }

    /** The hash of the migration before it; empty for the first. */
    public String parentHash() {
        return parentHash;
    }

    /** {@code h1:} and 64 hex digits: of the parent's hash and of the statements of the upgrade. */
    public String hash() {
        return hash;
    }

    /** One statement each, below its markers. */
    public List<String> upgrade() {
        return upgrade;
    }

    /** One statement each, below its markers. */
    public List<String> downgrade() {
        return downgrade;
    }

    /** Why nothing leads back; empty where the downgrade does. */
    public Optional<String> irreversible() {
        return irreversible.isEmpty() ? Optional.empty() : Optional.of(irreversible);
    }

    /** What holds for its statements: names and values. */
    public Map<String, String> session() {
        return session;
    }

    /** Whether code runs then. */
    public boolean hasCode(StepMoment moment) {
        return moments.contains(moment);
    }

    /** Its code, made anew; empty where it has none. */
    public Optional<MigrationStep> step() {
        return step == null ? Optional.empty() : Optional.of(step.get());
    }

    @Override
    public String toString() {
        return name;
    }
}
