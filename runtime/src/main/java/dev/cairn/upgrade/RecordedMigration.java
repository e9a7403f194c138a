package dev.cairn.upgrade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration: its place in the history, its statements and its code, as a generated class supplies them.
 * Immutable.
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
    private final Set<MigrationStep.Moment> moments;
    private final @Nullable String replacedRelease;
    private final @Nullable Supplier<? extends MigrationStep> stepFactory;

    private RecordedMigration(Builder builder, @Nullable Supplier<? extends MigrationStep> stepFactory) {
        this.name = builder.name;
        this.number = builder.number;
        this.title = builder.title;
        this.parentHash = builder.parentHash;
        this.hash = builder.hash;
        this.upgrade = List.copyOf(builder.upgrade);
        this.downgrade = List.copyOf(builder.downgrade);
        this.irreversible = builder.irreversible;
        this.session = builder.session();
        this.moments = Set.copyOf(builder.moments);
        this.replacedRelease = builder.replacedRelease;
        this.stepFactory = stepFactory;
    }

    /**
     * Called by generated code: returns a builder.
     *
     * @param format the format version of the generated class
     * @param generatedClass the generated class
     * @param number the number of the migration, counted from 1
     * @param name the name of the class in which the migration was recorded
     * @param title the title
     * @param parentHash the hash of the migration before it; empty for the first
     * @param hash the hash of the migration
     * @throws GeneratedClassFormat.StaleClassException if this runtime does not support the format
     */
    public static Builder of(
            int format,
            Class<?> generatedClass,
            int number,
            String name,
            String title,
            String parentHash,
            String hash) {
        GeneratedClassFormat.require(format, generatedClass);
        return new Builder(number, name, title, parentHash, hash);
    }

    /**
     * Called by generated code: returns a builder of a repeatable migration.
     *
     * @param format the format version of the generated class
     * @param generatedClass the generated class
     * @param name the name of the class that declares the migration
     * @param title the title
     * @param hash the hash of its statements
     * @throws GeneratedClassFormat.StaleClassException if this runtime does not support the format
     */
    public static Builder repeatable(int format, Class<?> generatedClass, String name, String title, String hash) {
        GeneratedClassFormat.require(format, generatedClass);
        return new Builder(0, name, title, "", hash);
    }

    /**
     * Returns whether this is a repeatable migration, which runs after the others whenever its text has changed. It has
     * no number and no downgrade.
     */
    public boolean isRepeatable() {
        return number == 0;
    }

    /** Returns the name of the class that declares the migration: {@code V0003AddDiscount}. */
    public String name() {
        return name;
    }

    /** Returns the number. Migrations are counted from 1, without gaps; the number of a repeatable migration is 0. */
    public int number() {
        return number;
    }

    /** Returns the title: {@code Add discount}. */
    public String title() {
        return title;
    }

    /** Returns the hash of the migration before it; empty for the first. */
    public String parentHash() {
        return parentHash;
    }

    /**
     * Returns the hash: {@code h1:} and 64 hex digits, computed from the hash of the parent and the statements of the
     * upgrade. A checkpoint has the hash of the last migration that it replaces.
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

    /** Returns the reason why the downgrade does not restore the previous state; empty if it does. */
    public Optional<String> irreversible() {
        return irreversible.isEmpty() ? Optional.empty() : Optional.of(irreversible);
    }

    /** Returns the session settings for the statements: names and values. */
    public Map<String, String> session() {
        return session;
    }

    /**
     * Returns whether this is a checkpoint. A checkpoint replaces all migrations up to its number: it creates the
     * schema that they left.
     */
    public boolean isCheckpoint() {
        return replacedRelease != null;
    }

    /** Returns the release that still contains the migrations that a checkpoint replaces; empty if it is not known. */
    public Optional<String> replacedRelease() {
        return Optional.ofNullable(replacedRelease).filter(release -> !release.isEmpty());
    }

    /** Returns whether code of the migration runs at the given point. */
    public boolean hasCode(MigrationStep.Moment moment) {
        return moments.contains(moment);
    }

    /** Returns a new instance of the migration's code; empty if the migration has no code. */
    public Optional<MigrationStep> step() {
        return stepFactory == null ? Optional.empty() : Optional.of(stepFactory.get());
    }

    @Override
    public String toString() {
        return name;
    }

    /** A builder for a recorded migration. Only generated code calls it. */
    public static final class Builder {
        private final int number;
        private final String name;
        private final String title;
        private final String parentHash;
        private final String hash;
        private final List<String> upgrade = new ArrayList<>();
        private final List<String> downgrade = new ArrayList<>();
        private final Set<MigrationStep.Moment> moments = EnumSet.noneOf(MigrationStep.Moment.class);
        private final Map<String, String> session = new LinkedHashMap<>();
        private String irreversible = "";
        private @Nullable String replacedRelease;

        private Builder(int number, String name, String title, String parentHash, String hash) {
            this.number = number;
            this.name = name;
            this.title = title;
            this.parentHash = parentHash;
            this.hash = hash;
        }

        /** Adds statements to the upgrade, in their order. */
        public Builder upgrade(String... statements) {
            Collections.addAll(upgrade, statements);
            return this;
        }

        /** Adds statements to the downgrade, in their order. */
        public Builder downgrade(String... statements) {
            Collections.addAll(downgrade, statements);
            return this;
        }

        /**
         * Marks the migration as irreversible.
         *
         * @param reason the reason why the downgrade does not restore the previous state
         */
        public Builder irreversible(String reason) {
            irreversible = reason;
            return this;
        }

        /**
         * Makes the migration a checkpoint, which replaces the migrations before it.
         *
         * @param release the release that still contains the replaced migrations; empty if it is not known
         */
        public Builder checkpoint(String release) {
            replacedRelease = release;
            return this;
        }

        /** Adds a session setting. */
        public Builder session(String setting, String value) {
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
         * @param stepFactory creates an instance of the code
         * @param firstMoment the first point at which code runs
         * @param otherMoments the other points at which code runs
         */
        public RecordedMigration build(
                Supplier<? extends MigrationStep> stepFactory,
                MigrationStep.Moment firstMoment,
                MigrationStep.Moment... otherMoments) {
            moments.add(firstMoment);
            Collections.addAll(moments, otherMoments);
            return new RecordedMigration(this, stepFactory);
        }

        private Map<String, String> session() {
            return Collections.unmodifiableMap(new LinkedHashMap<>(session));
        }
    }
}
