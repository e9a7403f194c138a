package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.tooling.importing.ImportOmission;
import dev.cairn.tooling.importing.ImportedSchemaNames;
import dev.cairn.tooling.importing.SchemaImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects that a comparison omits because they are excluded, were not understood, or can't be declared. Each has a
 * reason, and each is reported. They count as equal on both sides, so a plan never changes one of them.
 */
final class OmittedObjects {
    private final SortedMap<ObjectName, String> reasonByName = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private OmittedObjects() {}

    /**
     * Finds the objects that a comparison of two sides omits.
     *
     * @param objectPatterns the patterns of the objects that are compared
     * @param skipsUnknown whether to omit definitions that were not understood
     * @throws UnsupportedDefinitionException if a definition was not understood, and is neither skipped nor excluded
     */
    static OmittedObjects find(
            SourceDefinitions currentDefinitions,
            SourceDefinitions targetDefinitions,
            ObjectPatterns objectPatterns,
            boolean skipsUnknown) {
        List<UnknownDefinition> unknownDefinitions = new ArrayList<>(currentDefinitions.unknownDefinitions());
        unknownDefinitions.addAll(targetDefinitions.unknownDefinitions());
        if (!skipsUnknown) {
            objectPatterns.requireExcluded(unknownDefinitions);
        }
        OmittedObjects omittedObjects = new OmittedObjects();
        for (UnknownDefinition definition : unknownDefinitions) {
            omittedObjects.notes.add(definition.toString());
            definition.objects().forEach(object -> omittedObjects.reasonByName.put(object, definition.reason()));
        }
        SortedSet<ObjectName> names = SchemaObject.collectNames(currentDefinitions.catalog());
        names.addAll(SchemaObject.collectNames(targetDefinitions.catalog()));
        names.stream()
                .filter(name -> !omittedObjects.contains(name) && objectPatterns.excludesAll(List.of(name)))
                .forEach(name -> omittedObjects.add(name, "it is excluded"));
        omittedObjects.addPossiblyDefinedObjects(currentDefinitions, targetDefinitions);
        omittedObjects.addPossiblyDefinedObjects(targetDefinitions, currentDefinitions);
        return omittedObjects;
    }

    boolean contains(ObjectName name) {
        return reasonByName.containsKey(name);
    }

    /** Returns a line for each omitted object and each omitted definition, with its reason. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void add(ObjectName name, String reason) {
        reasonByName.put(name, reason);
        notes.add(name + ": " + reason);
    }

    /**
     * Adds the objects that only the other side has, if an unknown definition of this side, which names no object, may
     * define them.
     */
    private void addPossiblyDefinedObjects(SourceDefinitions definitions, SourceDefinitions otherDefinitions) {
        for (UnknownDefinition unknownDefinition : definitions.unknownDefinitions()) {
            if (unknownDefinition.objects().isEmpty()) {
                SortedSet<ObjectName> missingNames = SchemaObject.collectNames(otherDefinitions.catalog());
                missingNames.removeAll(SchemaObject.collectNames(definitions.catalog()));
                missingNames.removeAll(reasonByName.keySet());
                String reason = unknownDefinition.location() + " could not be read and may define it";
                missingNames.forEach(name -> add(name, reason));
            }
        }
    }

    /**
     * Adds the live objects that no record can express, such as a view that reads an omitted object, unless the schema
     * contains them. A schema can't declare such an object, but its absence from the schema is no reason to drop it.
     */
    void addUndeclarableObjects(SourceDefinitions liveDefinitions, SourceDefinitions schemaDefinitions) {
        Catalog readableObjects = SchemaObject.withSelectedObjects(liveDefinitions.catalog(), name -> !contains(name));
        SortedSet<ObjectName> missingNames = SchemaObject.collectNames(readableObjects);
        missingNames.removeAll(SchemaObject.collectNames(schemaDefinitions.catalog()));
        if (missingNames.isEmpty()) {
            return;
        }
        // Only the omissions of this import are read, not its sources.
        ImportedSchemaNames importedSchemaNames =
                new ImportedSchemaNames("", "Root", liveDefinitions.database(), liveDefinitions.database());
        for (ImportOmission omission : SchemaImporter.ofServerCatalog(
                        liveDefinitions.profile(), readableObjects, importedSchemaNames)
                .write()
                .omissions()) {
            missingNames.stream()
                    .filter(name ->
                            omission.isWholeObject() && omission.objectName().equals(name.toString()))
                    .forEach(name -> {
                        reasonByName.put(name, omission.description());
                        notes.add(omission.toString());
                    });
        }
    }

    /**
     * Returns the target with all omitted objects: an omitted object that the target lacks is copied from the current
     * catalog.
     */
    Catalog completeTarget(Catalog targetCatalog, Catalog currentCatalog) {
        SortedSet<ObjectName> missingNames = new TreeSet<>(reasonByName.keySet());
        missingNames.removeIf(name -> hasObject(targetCatalog, name));
        return replaceObjects(targetCatalog, currentCatalog, missingNames);
    }

    /**
     * Returns a catalog in which each omitted object is replaced by its counterpart in another catalog, or removed if
     * it has none.
     */
    Catalog replaceObjects(Catalog catalog, Catalog otherCatalog) {
        return replaceObjects(catalog, otherCatalog, reasonByName.keySet());
    }

    private static Catalog replaceObjects(Catalog catalog, Catalog otherCatalog, Set<ObjectName> names) {
        Catalog completedCatalog = catalog;
        for (ObjectName name : names) {
            Catalog previousCatalog = completedCatalog;
            completedCatalog = name.findRoleName()
                    .map(roleName -> otherCatalog
                            .findRole(roleName)
                            .map(previousCatalog::withRole)
                            .orElseGet(() -> previousCatalog.withoutRole(roleName)))
                    .orElseGet(() -> replaceObject(previousCatalog, name, SchemaObject.find(otherCatalog, name)));
        }
        return completedCatalog;
    }

    private static boolean hasObject(Catalog catalog, ObjectName name) {
        return name.findRoleName()
                .map(roleName -> catalog.findRole(roleName).isPresent())
                .orElseGet(() -> SchemaObject.find(catalog, name).isPresent());
    }

    /** Replaces an object, or removes it if the replacement is empty. */
    private static Catalog replaceObject(Catalog catalog, ObjectName name, Optional<SchemaObject> object) {
        Catalog remainingCatalog = SchemaObject.withoutObject(catalog, name);
        return object.map(replacement -> replacement.addTo(remainingCatalog, name.database()))
                .orElse(remainingCatalog);
    }

    /**
     * Requires that a plan does not change an omitted object. A plan may change one nevertheless, together with an
     * object that depends on it, or on which it depends.
     *
     * @throws UnsupportedDefinitionException if the plan changes an omitted object
     */
    void requireUnchangedBy(Plan plan) {
        List<String> changes = new ArrayList<>();
        for (Step step : plan.steps()) {
            findChangedName(step)
                    .filter(this::contains)
                    .ifPresent(name -> changes.add(name
                            + ": changes of the objects that depend on it, or on which it depends, require "
                            + step.text()));
        }
        if (!changes.isEmpty()) {
            throw UnsupportedDefinitionException.ofOmittedObjects(changes);
        }
    }

    /** Describes the omitted views that read an object that a plan changes. */
    List<String> describeReaders(Plan plan, Catalog currentCatalog) {
        Set<ObjectName> changedNames = new TreeSet<>();
        plan.steps().forEach(step -> findChangedName(step).ifPresent(changedNames::add));
        List<String> readerNotes = new ArrayList<>();
        for (ObjectName name : reasonByName.keySet()) {
            SchemaObject.find(currentCatalog, name)
                    .ifPresent(object -> object.baseRelations().stream()
                            .map(ObjectName::of)
                            .filter(changedNames::contains)
                            .forEach(baseName ->
                                    readerNotes.add(name + ": it reads " + baseName + ", which the plan changes")));
        }
        return readerNotes;
    }

    /**
     * Returns the name of the object that a step changes; the staging table of a rebuild counts as the table itself.
     */
    private static Optional<ObjectName> findChangedName(Step step) {
        return Optional.ofNullable(step.object())
                .map(object -> object.withName(TemporaryName.removePlannedSuffix(object.name())));
    }
}
