package dev.cairn.processor.model;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationNames;
import dev.cairn.processor.finding.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A type with {@code @Migration} or {@code @RepeatableMigration}.
 *
 * @param rootName the root that the annotation names
 * @param hooks the moments at which code of the migration runs
 */
public record MigrationDeclaration(
        MigrationType migrationType,
        JavaClassName rootName,
        Migration migration,
        Set<MigrationHook> hooks,
        MigrationPlaces places) {
    public MigrationDeclaration {
        hooks = Set.copyOf(hooks);
    }

    /**
     * The type as it is written.
     *
     * @param comment the text of its Javadoc comment; empty without a comment
     * @param isFromSource whether the type is source in this compilation; otherwise all places are the place of the root
     */
    public record MigrationType(JavaClassName name, String comment, boolean isFromSource) {}

    public JavaClassName typeName() {
        return migrationType.name;
    }

    /** Returns whether the type is source in this compilation; otherwise all places are the place of the root. */
    public boolean isFromSource() {
        return migrationType.isFromSource;
    }

    /** Returns the title for listings. */
    public String title() {
        return MigrationNames.toTitle(migration.name(), migrationType.comment);
    }

    /**
     * The places in the source of a migration.
     *
     * @param placesByAttribute the places of the attributes; an array has one place for each of its values
     */
    public record MigrationPlaces(Place annotation, Map<Attribute, List<Place>> placesByAttribute) {
        public MigrationPlaces {
            placesByAttribute = Map.copyOf(placesByAttribute);
        }
    }

    public boolean isRepeatable() {
        return migration.isRepeatable();
    }

    /** Returns the class that is generated for the migration. */
    public JavaClassName descriptorName() {
        return typeName().generatedClassName("Migration");
    }

    /** Returns the place of a value of an attribute, or of the annotation if it does not set the attribute. */
    public Place place(Attribute attribute, int index) {
        List<Place> attributePlaces = places.placesByAttribute.getOrDefault(attribute, List.of());
        return index < attributePlaces.size() ? attributePlaces.get(index) : places.annotation;
    }
}
